import type { Tensor4D } from "@tensorflow/tfjs";
import { tf } from "../../tf.ts";
import { outputShape, type Motion } from "./convolution.ts";

/** For each tap of the kernel, row by row, the pixels that it meets: tensors [N, H', W', C]. */
export function windows(x: Tensor4D, weightShape: Tensor4D["shape"], motion: Motion): Tensor4D[] {
  const { stride, dilation } = motion;
  const [kernelHeight, kernelWidth] = weightShape;
  const [batch, height, width, channels] = outputShape(x, weightShape, x.shape[3], motion);
  return Array.from({ length: kernelHeight * kernelWidth }, (_, tap) => {
    const top = Math.floor(tap / kernelWidth) * dilation[0];
    const left = (tap % kernelWidth) * dilation[1];
    const reach = [batch, (height - 1) * stride[0] + 1, (width - 1) * stride[1] + 1, channels] as Tensor4D["shape"];
    return every(every(tf.slice(x, [0, top, left, 0], reach), 1, stride[0]), 2, stride[1]);
  });
}

/** The first of every `step` neighbours along an axis. tf.stridedSlice does the same, on wasm ten times slower. */
function every(x: Tensor4D, axis: 1 | 2, step: number): Tensor4D {
  if (step === 1) return x;
  const shape = [...x.shape] as Tensor4D["shape"];
  shape[axis] = (x.shape[axis] - 1) / step + 1;
  const inner = x.shape.slice(axis + 1).reduce((a, b) => a * b, 1);
  const filled = tf.pad(tf.reshape(x, [-1, x.shape[axis], inner]), [
    [0, 0],
    [0, step - 1],
    [0, 0],
  ]);
  return tf.reshape(tf.slice(tf.reshape(filled, [-1, step, inner]), [0, 0, 0], [-1, 1, inner]), shape);
}
