import type { Tensor4D } from "@tensorflow/tfjs";
import type { Pair } from "../arguments.ts";
import { tf } from "../tf.ts";
import type { PaddingMode } from "./options.ts";
import type { Padding } from "./padding.ts";

/**
 * Fills the height and the width of maps beyond the edge, as `torch.nn.functional.pad` does in these modes.
 *
 * Made of slices and concatenations, since the gradient of tf.mirrorPad is wrong: it drops what was reflected.
 */
export function extend(x: Tensor4D, [height, width]: Padding, mode: FillMode, layout: "NCHW" | "NHWC"): Tensor4D {
  const axis = layout === "NCHW" ? 2 : 1;
  return along(along(x, axis, height, mode), axis + 1, width, mode);
}

type FillMode = Exclude<PaddingMode, "zeros">;

function along(x: Tensor4D, axis: number, [before, after]: Pair, mode: FillMode): Tensor4D {
  const size = x.shape[axis]!;
  const part = (start: number, length: number) => {
    const begin = [0, 0, 0, 0] as [number, number, number, number];
    const extent = [...x.shape] as [number, number, number, number];
    begin[axis] = start;
    extent[axis] = length;
    return tf.slice(x, begin, extent);
  };
  const repeat = (edge: Tensor4D, times: number) => {
    const repetitions = edge.shape.map((_, other) => (other === axis ? times : 1));
    return tf.tile(edge, repetitions);
  };
  const ends = {
    circular: [() => part(size - before, before), () => part(0, after)],
    reflect: [() => tf.reverse(part(1, before), axis), () => tf.reverse(part(size - 1 - after, after), axis)],
    replicate: [() => repeat(part(0, 1), before), () => repeat(part(size - 1, 1), after)],
  } as const;
  const [start, end] = ends[mode];
  const parts = [...(before > 0 ? [start()] : []), x, ...(after > 0 ? [end()] : [])];
  return parts.length === 1 ? x : tf.concat(parts, axis);
}
