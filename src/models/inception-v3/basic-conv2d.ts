import * as nn from "../../nn/index.ts";
import { tf } from "../../tf.ts";

/** A convolution with batch norm and ReLU, under the names of torchvision's Inception. */
export class BasicConv2d extends nn.Module {
  conv: nn.Conv2d;
  bn: nn.BatchNorm2d;

  constructor(
    inChannels: number,
    outChannels: number,
    kernelSize: nn.Conv2d["kernelSize"] | number,
    options: Pick<nn.Conv2dLayerOptions, "stride" | "padding"> = {},
  ) {
    super();
    this.conv = new nn.Conv2d(inChannels, outChannels, kernelSize, { bias: false, ...options });
    this.bn = new nn.BatchNorm2d(outChannels, { eps: 0.001 });
  }

  override forward(x: tf.Tensor): tf.Tensor {
    return tf.tidy(() => this.bn.forward(this.conv.forward(x)).relu());
  }
}
