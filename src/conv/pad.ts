import type { Tensor4D } from "@tensorflow/tfjs";
import type { Pair } from "../arguments.ts";
import { tf } from "../tf.ts";
import type { PaddingMode } from "./options.ts";

/**
 * Pads the height and the width of x [N, H, W, C], as `torch.nn.functional.pad` does in these modes.
 *
 * Made of slices and concatenations, since the gradient of tf.mirrorPad is wrong: it drops what was reflected.
 */
export function pad(x: Tensor4D, [height, width]: readonly [Pair, Pair], mode: PaddingMode): Tensor4D {
  if (mode !== "zeros") return extend(extend(x, 1, height, mode), 2, width, mode);
  const none = [...height, ...width].every((amount) => amount === 0);
  return none ? x : tf.pad(x, [[0, 0], [...height], [...width], [0, 0]]);
}

function extend(x: Tensor4D, axis: 1 | 2, [before, after]: Pair, mode: Exclude<PaddingMode, "zeros">): Tensor4D {
  const size = x.shape[axis];
  const part = (start: number, length: number) => {
    const begin = [0, 0, 0, 0] as [number, number, number, number];
    const extent = [...x.shape] as [number, number, number, number];
    begin[axis] = start;
    extent[axis] = length;
    return tf.slice(x, begin, extent);
  };
  const repeat = (edge: Tensor4D, times: number) => tf.tile(edge, axis === 1 ? [1, times, 1, 1] : [1, 1, times, 1]);
  const ends = {
    circular: [() => part(size - before, before), () => part(0, after)],
    reflect: [() => tf.reverse(part(1, before), axis), () => tf.reverse(part(size - 1 - after, after), axis)],
    replicate: [() => repeat(part(0, 1), before), () => repeat(part(size - 1, 1), after)],
  } as const;
  const [start, end] = ends[mode];
  const parts = [...(before > 0 ? [start()] : []), x, ...(after > 0 ? [end()] : [])];
  return parts.length === 1 ? x : tf.concat(parts, axis);
}
