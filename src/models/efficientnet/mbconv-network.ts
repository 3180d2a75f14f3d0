import * as nn from "../../nn/index.ts";
import { tf } from "../../tf.ts";
import { Conv2dNormActivation } from "../blocks/conv-norm-activation.ts";
import { Network } from "../network.ts";
import type { BlockOptions, FusedMBConv, MBConv } from "./mbconv.ts";

/** A line of the papers' tables. */
export type Stage = readonly [
  block: typeof MBConv | typeof FusedMBConv,
  expansionFactor: number,
  kernelSize: number,
  stride: number,
  channels: number,
  layers: number,
];

/** What the EfficientNets differ in. */
export interface MBConvConfiguration extends BlockOptions {
  resolution: number;
  /** Channels of the first convolution. */
  stem: number;
  stages: readonly Stage[];
  /** Channels of the last convolution. */
  head: number;
  dropout: number;
  numClasses: number;
}

/** The share of images for which the last block would be dropped; from the first on it grows evenly. */
const STOCHASTIC_DEPTH = 0.2;

/** A convolution, stages of blocks, a 1×1 convolution and a linear layer: [N, 3, H, W] → [N, numClasses]. */
export abstract class MBConvNetwork extends Network {
  readonly inputShape: readonly [number, number, number];
  features: nn.Sequential;
  avgpool = new nn.AdaptiveAvgPool2d(1);
  classifier: nn.Sequential;

  constructor({ resolution, stem, stages, head, dropout, numClasses, ...options }: MBConvConfiguration) {
    super();
    this.inputShape = [3, resolution, resolution];
    const { norm, activation } = options;
    const total = stages.reduce((sum, [, , , , , layers]) => sum + layers, 0);
    const first = new Conv2dNormActivation(3, stem, 3, { stride: 2, norm, activation });
    let inChannels = stem;
    let index = 0;
    const blocks = stages.map(([Block, factor, kernelSize, firstStride, outChannels, layers]) => {
      const block = (_: unknown, i: number) => {
        const stride = i === 0 ? firstStride : 1;
        const row = { inChannels, expanded: inChannels * factor, outChannels, kernelSize, stride };
        inChannels = outChannels;
        return new Block(row, (STOCHASTIC_DEPTH * index++) / total, options);
      };
      return new nn.Sequential(...Array.from({ length: layers }, block));
    });
    this.features = new nn.Sequential(
      first,
      ...blocks,
      new Conv2dNormActivation(inChannels, head, 1, { norm, activation }),
    );
    this.classifier = new nn.Sequential(new nn.Dropout(dropout), new nn.Linear(head, numClasses));
  }

  override forward(x: tf.Tensor): tf.Tensor {
    return tf.tidy(() => {
      const means = this.avgpool.forward(this.features.forward(x));
      return this.classifier.forward(means.reshape([x.shape[0]!, -1]));
    });
  }
}
