import type { Tensor4D } from "@tensorflow/tfjs";
import type { Pair } from "../../arguments.ts";

/** How a window moves: the step between outputs and the distance between taps, each [height, width]. */
export interface Motion {
  stride: Pair;
  dilation: Pair;
}

/** A convolution and its two derivatives, each as a tensor expression. */
export interface Convolution {
  forward(x: Tensor4D, weight: Tensor4D, motion: Motion): Tensor4D;
  inputGradient(dy: Tensor4D, weight: Tensor4D, shape: Tensor4D["shape"], motion: Motion): Tensor4D;
  weightGradient(dy: Tensor4D, x: Tensor4D, shape: Tensor4D["shape"], motion: Motion): Tensor4D;
}

/** The shape of a result, [N, H', W', filters]. */
export function outputShape(
  x: Tensor4D,
  [kernelHeight, kernelWidth]: Tensor4D["shape"],
  filters: number,
  { stride, dilation }: Motion,
): Tensor4D["shape"] {
  const [batch, height, width] = x.shape;
  const steps = (axis: 0 | 1, size: number, kernel: number) =>
    Math.floor((size - dilation[axis] * (kernel - 1) - 1) / stride[axis]) + 1;
  return [batch, steps(0, height, kernelHeight), steps(1, width, kernelWidth), filters];
}

/** tfjs-core refuses a stride and a dilation together. */
export const isStock = ({ stride, dilation }: Motion) => Math.max(...stride) === 1 || Math.max(...dilation) === 1;
