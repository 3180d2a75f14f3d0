import * as nn from "../../nn/index.ts";
import { tf } from "../../tf.ts";

/** Keras's SeparableConv2D: a depthwise 3×3 convolution and a pointwise one, nothing between them, no biases. */
export class SeparableConv2d extends nn.Module {
  depthwise: nn.Conv2d;
  pointwise: nn.Conv2d;

  constructor(inChannels: number, outChannels: number) {
    super();
    this.depthwise = new nn.Conv2d(inChannels, inChannels, 3, { padding: 1, groups: inChannels, bias: false });
    this.pointwise = new nn.Conv2d(inChannels, outChannels, 1, { bias: false });
  }

  override forward(x: tf.Tensor): tf.Tensor {
    return tf.tidy(() => this.pointwise.forward(this.depthwise.forward(x)));
  }
}
