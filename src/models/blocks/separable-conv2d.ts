import * as nn from "../../nn/index.ts";

/** Keras's SeparableConv2D: a depthwise 3×3 convolution and a pointwise one, nothing between them, no biases. */
export class SeparableConv2d extends nn.Sequential {
  constructor(inChannels: number, outChannels: number) {
    super({
      depthwise: new nn.Conv2d(inChannels, inChannels, 3, { padding: 1, groups: inChannels, bias: false }),
      pointwise: new nn.Conv2d(inChannels, outChannels, 1, { bias: false }),
    });
  }
}
