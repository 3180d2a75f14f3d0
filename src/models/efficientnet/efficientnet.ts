import * as nn from "../../nn/index.ts";
import { makeDivisible } from "../blocks/make-divisible.ts";
import { published } from "../published.ts";
import { scaled, STAGES, type CompoundScaling } from "./compound-scaling.ts";
import { MBConvNetwork } from "./mbconv-network.ts";

const PAPER = {
  title: "EfficientNet: Rethinking Model Scaling for Convolutional Neural Networks",
  authors: "Tan and Le",
  year: 2019,
  where: "arXiv 1905.11946",
};

/** Options of EfficientNet. */
export interface EfficientNetOptions extends CompoundScaling {
  /** Options of every batch norm, which torchvision has otherwise from B5 on. */
  norm?: nn.BatchNorm2dOptions;
  numClasses?: number;
}

/**
 * EfficientNet-B0, scaled up in width, depth and resolution together: [N, 3, resolution, resolution] → [N, numClasses].
 *
 * @example
 * const network = new models.EfficientNet({ widthMult: 1.1, depthMult: 1.2, resolution: 260 });
 * console.log(count.module(network, network.inputShape).parameters / 1e6); // about 9.1: this is B2
 */
export class EfficientNet extends MBConvNetwork {
  constructor({ norm, numClasses = 1000, ...scaling }: EfficientNetOptions = {}) {
    const { widthMult = 1, resolution = 224, dropout = 0.2 } = scaling;
    super({
      resolution,
      stem: makeDivisible(32 * widthMult),
      stages: STAGES.map((stage) => scaled(stage, scaling)),
      head: makeDivisible(1280 * widthMult),
      dropout,
      norm: (channels) => new nn.BatchNorm2d(channels, norm),
      activation: () => new nn.SiLU(),
      squeezes: true,
      numClasses,
    });
  }
}

/** TensorFlow's epsilon and momentum, the latter as the share of what comes. */
const TENSORFLOW = { eps: 1e-3, momentum: 0.01 };

const efficientnet = (
  name: string,
  [widthMult, depthMult, resolution, dropout]: [number, number, number, number],
  norm: nn.BatchNorm2dOptions = {},
) =>
  published(
    name,
    PAPER,
    (options?: { numClasses?: number }) =>
      new EfficientNet({ widthMult, depthMult, resolution, dropout, norm, ...options }),
  );

// Width, depth, resolution, dropout.
/** EfficientNet-B0. */
export const efficientnetB0 = efficientnet("efficientnet_b0", [1.0, 1.0, 224, 0.2]);
/** EfficientNet-B1. */
export const efficientnetB1 = efficientnet("efficientnet_b1", [1.0, 1.1, 240, 0.2]);
/** EfficientNet-B2. */
export const efficientnetB2 = efficientnet("efficientnet_b2", [1.1, 1.2, 260, 0.3]);
/** EfficientNet-B3. */
export const efficientnetB3 = efficientnet("efficientnet_b3", [1.2, 1.4, 300, 0.3]);
/** EfficientNet-B4. */
export const efficientnetB4 = efficientnet("efficientnet_b4", [1.4, 1.8, 380, 0.4]);
/** EfficientNet-B5. */
export const efficientnetB5 = efficientnet("efficientnet_b5", [1.6, 2.2, 456, 0.4], TENSORFLOW);
/** EfficientNet-B6. */
export const efficientnetB6 = efficientnet("efficientnet_b6", [1.8, 2.6, 528, 0.5], TENSORFLOW);
/** EfficientNet-B7. */
export const efficientnetB7 = efficientnet("efficientnet_b7", [2.0, 3.1, 600, 0.5], TENSORFLOW);
