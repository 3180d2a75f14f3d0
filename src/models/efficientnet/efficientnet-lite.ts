import * as nn from "../../nn/index.ts";
import { published } from "../published.ts";
import { scaled, STAGES, type CompoundScaling } from "./compound-scaling.ts";
import { MBConvNetwork } from "./mbconv-network.ts";

const PAPER = {
  title: "Higher accuracy on vision models with EfficientNet-Lite",
  authors: "Liu",
  year: 2020,
  where: "TensorFlow Blog, March 2020",
};

/** Options of EfficientNet-Lite. */
export interface EfficientNetLiteOptions extends CompoundScaling {
  numClasses?: number;
}

/**
 * EfficientNet for phones: no squeeze and excitation, ReLU6, and neither the first and last convolution nor the depth of
 * the first and last stage are scaled. [N, 3, resolution, resolution] → [N, numClasses].
 *
 * @example
 * const network = new models.EfficientNetLite({ widthMult: 1.1, depthMult: 1.2, resolution: 260 });
 * console.log(count.module(network, network.inputShape).parameters / 1e6); // about 6.1: this is Lite2
 * @see https://github.com/tensorflow/tpu/tree/master/models/official/efficientnet/lite
 */
export class EfficientNetLite extends MBConvNetwork {
  constructor({ numClasses = 1000, ...scaling }: EfficientNetLiteOptions = {}) {
    const { resolution = 224, dropout = 0.2 } = scaling;
    const isAtEnd = (i: number) => i === 0 || i === STAGES.length - 1;
    super({
      resolution,
      stem: 32,
      stages: STAGES.map((stage, i) => scaled(stage, isAtEnd(i) ? { ...scaling, depthMult: 1 } : scaling)),
      head: 1280,
      dropout,
      norm: (channels) => new nn.BatchNorm2d(channels, { eps: 1e-3, momentum: 0.01 }),
      activation: () => new nn.ReLU6(),
      squeezes: false,
      numClasses,
    });
  }
}

const lite = (name: string, [widthMult, depthMult, resolution, dropout]: [number, number, number, number]) =>
  published(
    name,
    PAPER,
    (options?: { numClasses?: number }) =>
      new EfficientNetLite({ widthMult, depthMult, resolution, dropout, ...options }),
  );

// Width, depth, resolution, dropout.
/** EfficientNet-Lite0. */
export const efficientnetLite0 = lite("efficientnet_lite0", [1.0, 1.0, 224, 0.2]);
/** EfficientNet-Lite1. */
export const efficientnetLite1 = lite("efficientnet_lite1", [1.0, 1.1, 240, 0.2]);
/** EfficientNet-Lite2. */
export const efficientnetLite2 = lite("efficientnet_lite2", [1.1, 1.2, 260, 0.3]);
/** EfficientNet-Lite3. */
export const efficientnetLite3 = lite("efficientnet_lite3", [1.2, 1.4, 280, 0.3]);
/** EfficientNet-Lite4. */
export const efficientnetLite4 = lite("efficientnet_lite4", [1.4, 1.8, 300, 0.3]);
