import type { Tensor, Tensor1D, Tensor4D } from "@tensorflow/tfjs";
import { ACTIVATIONS, type Activation } from "../../conv/activation.ts";
import type { Problem } from "../../conv/problem.ts";
import { tf } from "../../tf.ts";
import type { Abilities } from "./abilities.ts";
import { fused } from "./finish.ts";
import { type Attributes, operate } from "./operate.ts";

/** Which of oneDNN's kernels are so slow on this processor that another way is faster: without AVX-512 they are. */
export interface Speeds {
  /** Convolutions of NCHW in one group are plain loops. */
  slowChannelsFirst: boolean;
  /** What a convolution takes longer to apply than an operation of its own. */
  slowActivations: ReadonlySet<Activation>;
}

/** Times each on small maps, all together for about 50 ms. */
export function findSpeeds({ channelsFirst, fused: canFuse }: Abilities): Speeds {
  return {
    // a layout may cost twice the time, plain loops a hundred times
    slowChannelsFirst: channelsFirst && timeDense("NCHW") > 10 * timeDense("NHWC"),
    slowActivations: new Set(canFuse ? ACTIVATIONS.filter((name) => timeFused(name) > 1.5 * timeFused()) : []),
  };
}

const timeDense = (layout: Problem["layout"]) =>
  time(8, layout, ({ x, weight }, placed) => operate("Conv2D", [x, weight], placed));

const timeFused = (activation?: Activation) =>
  time(32, "NHWC", ({ x, weight, bias }, placed) => fused("Conv2D", [x, weight], { bias, activation }, placed));

/** Milliseconds of a 1×1 convolution, the least of some. */
function time(channels: number, layout: Problem["layout"], run: (given: Given, placed: Attributes) => Tensor): number {
  const [strides, dilations] = [ONES, ONES];
  return tf.tidy(() => {
    const given: Given = {
      x: tf.ones(layout === "NHWC" ? [1, SIZE, SIZE, channels] : [1, channels, SIZE, SIZE]),
      weight: tf.ones([1, 1, channels, channels]),
      bias: tf.zeros([channels]),
    };
    const times = Array.from({ length: 4 }, () => {
      const start = performance.now();
      run(given, { data_format: layout, padding: "VALID", strides, dilations }).dataSync();
      return performance.now() - start;
    });
    return Math.min(...times);
  });
}

interface Given {
  x: Tensor4D;
  weight: Tensor4D;
  bias: Tensor1D;
}

const SIZE = 56;
const ONES = [1, 1, 1, 1];
