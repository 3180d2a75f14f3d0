import * as nn from "../nn/index.ts";
import type { tf } from "../tf.ts";
import { alexnet_2012 } from "./alexnet-2012.ts";
import { mobilenetV1 } from "./mobilenet-v1.ts";
import { Network } from "./network.ts";
import { published } from "./published.ts";

/**
 * The article's module: one convolution, with stride 1 and without bias. [N, inChannels, H, W] → [N, outChannels, H', W'].
 * Of the four that the article sums up, `paper` is where that kind of convolution is described.
 *
 * @example
 * const grouped = new models.Conv_test(4, 6, 3, 1, 2);
 * console.log(count.module(grouped, grouped.inputShape).parameters); // 108
 */
export class Conv_test extends Network {
  readonly inputShape: readonly [number, number, number];
  conv: nn.Conv2d;

  constructor(inChannels: number, outChannels: number, kernelSize: number, padding: number, groups: number) {
    super();
    this.inputShape = [inChannels, 64, 64];
    this.conv = new nn.Conv2d(inChannels, outChannels, kernelSize, { stride: 1, padding, groups, bias: false });
  }

  override forward(x: tf.Tensor): tf.Tensor {
    return this.conv.forward(x);
  }
}

/** The article's standard convolution. */
export const convTestStandard = published(
  "conv_test_standard",
  mobilenetV1.paper,
  () => new Conv_test(3, 4, 3, 1, 1),
  [],
);
/** The article's depthwise convolution. */
export const convTestDepthwise = published(
  "conv_test_depthwise",
  mobilenetV1.paper,
  () => new Conv_test(3, 3, 3, 1, 3),
  [],
);
/** The article's pointwise convolution. */
export const convTestPointwise = published(
  "conv_test_pointwise",
  mobilenetV1.paper,
  () => new Conv_test(3, 4, 1, 0, 1),
  [],
);
/** The article's grouped convolution. */
export const convTestGrouped = published(
  "conv_test_grouped",
  alexnet_2012.paper,
  () => new Conv_test(4, 6, 3, 1, 2),
  [],
);
