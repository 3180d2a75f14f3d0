import type { Tensor4D } from "@tensorflow/tfjs";
import { tf } from "../../tf.ts";
import type { Motion } from "./convolution.ts";

/** dy with the steps of the stride as zeros between its pixels, and padded so that a turned kernel meets all of x. */
export function spread(dy: Tensor4D, weight: Tensor4D, [, height, width]: Tensor4D["shape"], motion: Motion): Tensor4D {
  const apart = stretch(stretch(dy, 1, motion.stride[0]), 2, motion.stride[1]);
  const around = (axis: 0 | 1, size: number): [number, number] => {
    const reach = motion.dilation[axis] * (weight.shape[axis] - 1);
    return [reach, size - apart.shape[axis + 1]!];
  };
  return tf.pad(apart, [[0, 0], around(0, height), around(1, width), [0, 0]]);
}

/** Puts step − 1 zeros between neighbours along an axis. */
function stretch(x: Tensor4D, axis: 1 | 2, step: number): Tensor4D {
  if (step === 1) return x;
  const size = x.shape[axis];
  const inner = x.shape.slice(axis + 1).reduce((a, b) => a * b, 1);
  const shape = [...x.shape] as [number, number, number, number];
  shape[axis] = size * step;
  const spaced: Tensor4D = tf.reshape(
    tf.pad(tf.reshape(x, [-1, 1, inner]), [
      [0, 0],
      [0, step - 1],
      [0, 0],
    ]),
    shape,
  );
  shape[axis] = (size - 1) * step + 1;
  return tf.slice(spaced, [0, 0, 0, 0], shape);
}
