import type { Rank, Tensor, Tensor4D } from "@tensorflow/tfjs";
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
  const slowActivations = new Set<Activation>();
  let slowChannelsFirst = false;
  tf.tidy(() => {
    const { NCHW = 0, NHWC = 0 } = channelsFirst ? time({ NCHW: plain("NCHW"), NHWC: plain("NHWC") }) : {};
    slowChannelsFirst = NCHW > 10 * NHWC; // a layout may cost twice the time, plain loops a hundred times
    if (!canFuse) return;
    const { alone, ...within } = time({ alone: finished(), relu: finished("relu"), relu6: finished("relu6") });
    for (const activation of ACTIVATIONS) if (within[activation] > 1.5 * alone) slowActivations.add(activation);
  });
  return { slowChannelsFirst, slowActivations };
}

type Run = () => Tensor;

/** A 1×1 convolution of few channels. */
function plain(layout: Problem["layout"]): Run {
  const { x, weight, placed } = given(8, layout);
  return () => operate("Conv2D", [x, weight], placed);
}

/** One with bias and activation. */
function finished(activation?: Activation): Run {
  const { x, weight, placed } = given(32, "NHWC");
  const bias = tf.zeros<Rank.R1>([32]);
  return () => fused("Conv2D", [x, weight], { bias, activation }, placed);
}

function given(channels: number, layout: Problem["layout"]): { x: Tensor4D; weight: Tensor4D; placed: Attributes } {
  return {
    x: tf.ones(layout === "NHWC" ? [1, SIZE, SIZE, channels] : [1, channels, SIZE, SIZE]),
    weight: tf.ones([1, 1, channels, channels]),
    placed: { data_format: layout, padding: "VALID", strides: ONES, dilations: ONES },
  };
}

/** Milliseconds of each, the least of some, in turns and after one that does not count. */
function time<Name extends string>(runs: Record<Name, Run>): Record<Name, number> {
  const least = {} as Record<Name, number>;
  for (let round = 0; round < 6; round++) {
    for (const name of Object.keys(runs) as Name[]) {
      const start = performance.now();
      tf.tidy(() => void runs[name]().dataSync());
      if (round > 0) least[name] = Math.min(least[name] ?? Infinity, performance.now() - start);
    }
  }
  return least;
}

const SIZE = 56;
const ONES = [1, 1, 1, 1];
