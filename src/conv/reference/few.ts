import type { Tensor4D } from "@tensorflow/tfjs";
import { tf } from "../../tf.ts";
import type { Convolution } from "./convolution.ts";
import { depthwise } from "./depthwise.ts";

/** Groups of few channels: each channel through its kernels of each filter, then the sum over the channels of a group. */
export const few = (groups: number): Convolution => ({
  forward(x, weight, motion) {
    const [, , perGroup, filters] = weight.shape;
    const maps = depthwise.forward(x, byChannel(weight, groups), motion);
    if (perGroup === 1) return maps;
    const [batch, height, width] = maps.shape;
    const terms = tf.reshape(maps, [-1, groups, perGroup, filters / groups]);
    return tf.reshape(tf.sum(terms, 2), [batch, height, width, filters]);
  },
  inputGradient(dy, weight, shape, motion) {
    return depthwise.inputGradient(
      toEachChannel(dy, groups, weight.shape[2]),
      byChannel(weight, groups),
      shape,
      motion,
    );
  },
  weightGradient(dy, x, [height, width, perGroup, filters], motion) {
    const shape: Tensor4D["shape"] = [height, width, groups * perGroup, filters / groups];
    const gradient = depthwise.weightGradient(toEachChannel(dy, groups, perGroup), x, shape, motion);
    const taps = tf.reshape(gradient, [height * width, groups, perGroup, filters / groups]);
    return tf.reshape(tf.transpose(taps, [0, 2, 1, 3]), [height, width, perGroup, filters]);
  },
});

/** The weights of grouped filters [kH, kW, C / groups, filters] as those of every channel [kH, kW, C, filters / groups]. */
function byChannel(weight: Tensor4D, groups: number): Tensor4D {
  const [height, width, perGroup, filters] = weight.shape;
  const taps = tf.reshape(weight, [height * width, perGroup, groups, filters / groups]);
  return tf.reshape(tf.transpose(taps, [0, 2, 1, 3]), [height, width, groups * perGroup, filters / groups]);
}

/** dy of a group's sum, which is dy of each of its terms. */
function toEachChannel(dy: Tensor4D, groups: number, perGroup: number): Tensor4D {
  if (perGroup === 1) return dy;
  const [batch, height, width, filters] = dy.shape;
  const sums = tf.reshape(dy, [-1, groups, 1, filters / groups]);
  return tf.reshape(tf.tile(sums, [1, 1, perGroup, 1]), [batch, height, width, perGroup * filters]);
}
