import type { Tensor4D } from "@tensorflow/tfjs";
import { tf } from "../../tf.ts";
import type { Convolution } from "./convolution.ts";
import { dense } from "./dense.ts";
import { few } from "./few.ts";

/** How stock kernels, which know no groups, convolve in groups. */
export function grouped({ groups, inChannels }: { groups: number; inChannels: number }): Convolution {
  if (groups === 1) return dense;
  return inChannels / groups <= FEW ? few(groups) : split(groups);
}

/** Up to so many channels in a group, one depthwise pass and a sum within each group are faster than a convolution for each. */
const FEW = 4;

/** Each group by itself. */
const split = (groups: number): Convolution => {
  const parts = (x: Tensor4D): Tensor4D[] => tf.split(x, groups, 3);
  return {
    forward(x, weight, motion) {
      const weights = parts(weight);
      return tf.concat(
        parts(x).map((part, group) => dense.forward(part, weights[group]!, motion)),
        3,
      );
    },
    inputGradient(dy, weight, [batch, height, width, channels], motion) {
      const weights = parts(weight);
      const shape: Tensor4D["shape"] = [batch, height, width, channels / groups];
      return tf.concat(
        parts(dy).map((part, group) => dense.inputGradient(part, weights[group]!, shape, motion)),
        3,
      );
    },
    weightGradient(dy, x, [height, width, perGroup, filters], motion) {
      const seen = parts(x);
      const shape: Tensor4D["shape"] = [height, width, perGroup, filters / groups];
      return tf.concat(
        parts(dy).map((part, group) => dense.weightGradient(part, seen[group]!, shape, motion)),
        3,
      );
    },
  };
};
