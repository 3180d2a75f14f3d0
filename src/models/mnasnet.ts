import * as nn from "../nn/index.ts";
import { tf } from "../tf.ts";
import { Conv2dNormActivation } from "./blocks/conv-norm-activation.ts";
import { bottleneck, InvertedResidual, type Bottleneck } from "./blocks/inverted-residual.ts";
import { makeDivisible } from "./blocks/make-divisible.ts";
import { Network } from "./network.ts";
import { published } from "./published.ts";

const PAPER = {
  title: "MnasNet: Platform-Aware Neural Architecture Search for Mobile",
  authors: "Tan et al.",
  year: 2018,
  where: "arXiv 1807.11626",
};

/** Output channels, kernel size, stride of the first block, expansion factor, blocks. */
const STACKS = [
  [24, 3, 2, 3, 3],
  [40, 5, 2, 3, 3],
  [80, 5, 2, 6, 3],
  [96, 3, 1, 6, 2],
  [192, 5, 2, 6, 4],
  [320, 3, 1, 6, 1],
] as const;

/** TensorFlow's momentum 0.9997 is the share of what was, PyTorch's of what comes. */
const options = { norm: (channels: number) => new nn.BatchNorm2d(channels, { momentum: 1 - 0.9997 }) };

/** The layers of a bottleneck in one line. */
const layersOf = (row: Bottleneck) => {
  const { expand, depthwise, project } = bottleneck(row, options);
  return [...expand, depthwise, project].flatMap(({ modules }) => modules);
};

function stack(
  inChannels: number,
  outChannels: number,
  [, kernelSize, stride, factor, count]: (typeof STACKS)[number],
) {
  const blocks = Array.from({ length: count }, (_, i) => {
    const from = i === 0 ? inChannels : outChannels;
    const row = { inChannels: from, expanded: from * factor, outChannels, kernelSize, stride: i === 0 ? stride : 1 };
    return new InvertedResidual("layers", row, layersOf(row));
  });
  return new nn.Sequential(...blocks);
}

/**
 * MnasNet-B1, found by search for latency on a phone: [N, 3, 224, 224] → [N, numClasses].
 *
 * @example
 * const network = new models.MNASNet(0.5);
 * console.log(count.module(network, network.inputShape).parameters / 1e6); // about 2.2
 */
export class MNASNet extends Network {
  readonly inputShape = [3, 224, 224] as const;
  layers: nn.Sequential;
  classifier: nn.Sequential;

  /** @param alpha  depth multiplier: the share of each layer's channels that is kept, rounded to a multiple of 8 */
  constructor(alpha: number, { numClasses = 1000 } = {}) {
    super();
    const width = (channels: number) => makeDivisible(channels * alpha);
    const [first, second] = [width(32), width(16)];
    this.layers = new nn.Sequential(
      ...new Conv2dNormActivation(3, first, 3, { stride: 2, ...options }).modules,
      ...layersOf({ inChannels: first, expanded: first, outChannels: second, kernelSize: 3, stride: 1 }),
      ...STACKS.map((row, i) => stack(i === 0 ? second : width(STACKS[i - 1]![0]), width(row[0]), row)),
      ...new Conv2dNormActivation(width(320), 1280, 1, options).modules,
    );
    this.classifier = new nn.Sequential(new nn.Dropout(0.2), new nn.Linear(1280, numClasses));
  }

  override forward(x: tf.Tensor): tf.Tensor {
    return tf.tidy(() => this.classifier.forward(this.layers.forward(x).mean([2, 3])));
  }
}

const mnasnet = (name: string, alpha: number) =>
  published(name, PAPER, (options?: { numClasses?: number }) => new MNASNet(alpha, options));

/** MnasNet-B1 with half the channels. */
export const mnasnet0_5 = mnasnet("mnasnet0_5", 0.5);
/** MnasNet-B1 with three quarters of the channels. */
export const mnasnet0_75 = mnasnet("mnasnet0_75", 0.75);
/** MnasNet-B1. */
export const mnasnet1_0 = mnasnet("mnasnet1_0", 1);
/** MnasNet-B1 with 1.3 times the channels. */
export const mnasnet1_3 = mnasnet("mnasnet1_3", 1.3);
