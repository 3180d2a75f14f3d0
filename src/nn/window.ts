import { checkNames, toPair, type Pair } from "../arguments.ts";
import { refuse, show } from "../errors.ts";
import { throughBlank } from "../conv/empty-batch.ts";
import { featureMapsOf } from "../conv/feature-maps.ts";
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
 * @param x        [N, C, H, W] or [C, H, W]
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
  const { channels, size } = featureMapsOf(who, x);
  const [height, width] = size;
  const [rows, columns] = [places(height, vertical), places(width, horizontal)];
  if (rows < 1 || columns < 1) {
    const expected = `x to be as large as the window ${vertical.kernel}×${horizontal.kernel}`;
    refuse(who, expected, show(x), "use a smaller kernel or fewer pooling layers");
  }
  if (x.size === 0) return throughBlank(x, (blank) => pool(who, blank, [vertical, horizontal], fill, combine));
  // Channels stand last in between, so that what is sliced lies together in memory.
  const pixels = x.reshape([-1, channels, height, width]).transpose([0, 2, 3, 1]);
  const narrow = fold(pixels.reshape([-1, width, channels]), horizontal, fill, combine);
  const small = fold(narrow.reshape([-1, height, columns * channels]), vertical, fill, combine);
  const maps = small.reshape([-1, rows, columns, channels]).transpose([0, 3, 1, 2]);
  return maps.reshape([...x.shape.slice(0, -2), rows, columns]);
}

/** [M, length, inner] → [M, places, inner]. In rows of one stride each, every tap of all windows is one slice. */
function fold(
  x: tf.Tensor,
  window: Window,
  fill: number,
  combine: (a: tf.Tensor, b: tf.Tensor) => tf.Tensor,
): tf.Tensor {
  const [outer, length, inner] = x.shape as [number, number, number];
  const { kernel, stride, padding, dilation } = window;
  const count = places(length, window);
  const reach = dilation * (kernel - 1);
  const strides = Math.max(Math.floor(reach / stride) + count, Math.ceil((padding + length) / stride));
  const after = strides * stride - padding - length;
  const ends = [0, 1, 2].map((axis): [number, number] => (axis === 1 ? [padding, after] : [0, 0]));
  const lines = tf.pad(x, ends, fill).reshape([outer, strides, stride * inner]);
  const taps = Array.from({ length: kernel }, (_, i) => {
    const start = [0, Math.floor((i * dilation) / stride), ((i * dilation) % stride) * inner];
    return lines.slice(start, [outer, count, inner]);
  });
  return taps.reduce(combine);
}
