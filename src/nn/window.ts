import { refuse, show } from "../errors.ts";
import { checkNames, toPair, type Pair } from "../conv/options.ts";
import { tf } from "../tf.ts";

/** A window that moves along one axis. */
export interface Window {
  kernel: number;
  stride: number;
  padding: number;
  dilation: number;
  /** Whether a last window that reaches over the end counts. */
  ceilMode: boolean;
}

/** Options that both pooling layers share, named and meant as in PyTorch. */
export interface PoolOptions {
  /** Step of the window; the kernel's size by default. */
  stride?: number | Pair;
  /** Pixels added on both sides, at most half the kernel. */
  padding?: number | Pair;
  /** Whether the output size is rounded up. */
  ceilMode?: boolean;
}

/** The windows over height and width, once the options are known to be right. */
export function windowsOf(
  who: string,
  kernelSize: number | Pair,
  options: PoolOptions & { dilation?: number | Pair },
  known: readonly string[],
): readonly [Window, Window] {
  checkNames(who, options, known);
  const kernel = toPair(who, "kernelSize", kernelSize, 1);
  const stride = toPair(who, "stride", options.stride ?? kernelSize, 1);
  const padding = toPair(who, "padding", options.padding ?? 0, 0);
  const dilation = toPair(who, "dilation", options.dilation ?? 1, 1);
  const ceilMode = options.ceilMode ?? false;
  const along = (axis: 0 | 1): Window => {
    const most = Math.floor((dilation[axis] * (kernel[axis] - 1) + 1) / 2);
    if (padding[axis] > most) {
      const expected = `padding of at most half the kernel ${show(kernel)}, ${most}`;
      refuse(who, expected, show(padding[axis]), "pad less, or use a larger kernel");
    }
    return {
      kernel: kernel[axis],
      stride: stride[axis],
      padding: padding[axis],
      dilation: dilation[axis],
      ceilMode,
    };
  };
  return [along(0), along(1)];
}

/** How many places a window has along an axis of this size. */
export function places(size: number, { kernel, stride, padding, dilation, ceilMode }: Window): number {
  const span = size + 2 * padding - dilation * (kernel - 1) - 1;
  if (!ceilMode) return Math.floor(span / stride) + 1;
  const rounded = Math.ceil(span / stride) + 1;
  return (rounded - 1) * stride >= size + padding ? rounded - 1 : rounded;
}

/**
 * Combines the pixels under a window, first along the width and then along the height: maximum and sum are separable.
 * Made of pad, slice and reshape alone, so that every backend has its gradient.
 *
 * @param x        [*, H, W]
 * @param fill     what padding holds: the value that changes nothing
 * @param combine  is associative
 */
export function pool(
  who: string,
  x: tf.Tensor,
  [vertical, horizontal]: readonly [Window, Window],
  fill: number,
  combine: (a: tf.Tensor, b: tf.Tensor) => tf.Tensor,
): tf.Tensor {
  const [height, width] = x.shape.slice(-2) as [number, number];
  const size = [places(height, vertical), places(width, horizontal)] as const;
  if (x.rank < 3 || x.rank > 4 || !(Math.min(...size) > 0)) {
    const expected = `x to be [N, C, H, W] or [C, H, W] and as large as the window ${vertical.kernel}×${horizontal.kernel}`;
    refuse(who, expected, show(x), "use a smaller kernel or fewer pooling layers");
  }
  const maps = x.reshape<tf.Tensor3D>([-1, height, width]);
  const narrow = fold(maps, 2, horizontal, fill, combine);
  return fold(narrow, 1, vertical, fill, combine).reshape([...x.shape.slice(0, -2), ...size]);
}

function fold(
  x: tf.Tensor3D,
  axis: 1 | 2,
  window: Window,
  fill: number,
  combine: (a: tf.Tensor, b: tf.Tensor) => tf.Tensor,
): tf.Tensor3D {
  const { kernel, stride, padding, dilation } = window;
  const count = places(x.shape[axis], window);
  const missing = dilation * (kernel - 1) + stride * count - padding - x.shape[axis];
  const ends = [0, 1, 2].map((a) => (a === axis ? [padding, Math.max(0, missing)] : [0, 0])) as [number, number][];
  const padded = tf.pad(x, ends, fill);
  const taps = Array.from({ length: kernel }, (_, i) => {
    const run = padded.slice(at(axis, i * dilation), x.shape.with(axis, stride * count));
    return everyNth(run, axis, stride, count);
  });
  return taps.reduce(combine) as tf.Tensor3D;
}

const at = (axis: number, start: number) => [0, 0, 0].with(axis, start);

function everyNth(run: tf.Tensor, axis: 1 | 2, step: number, count: number): tf.Tensor {
  if (step === 1) return run;
  const grouped = run.reshape(run.shape.toSpliced(axis, 1, count, step));
  return grouped.slice([0, 0, 0, 0], grouped.shape.with(axis + 1, 1)).reshape(run.shape.with(axis, count));
}
