import * as nn from "../../nn/index.ts";
import { tf } from "../../tf.ts";

interface Options {
  /** Between the two layers; ReLU by default. */
  activation?: () => nn.Module;
  /** Makes the scales; Sigmoid by default. */
  scaleActivation?: () => nn.Module;
}

/** torchvision's SqueezeExcitation: scales each channel of [N, inChannels, H, W] by what two layers make of all channels' means. */
export class SqueezeExcitation extends nn.Module {
  avgpool = new nn.AdaptiveAvgPool2d(1);
  fc1: nn.Conv2d;
  fc2: nn.Conv2d;
  activation: nn.Module;
  scale_activation: nn.Module;

  constructor(inChannels: number, squeezeChannels: number, options: Options = {}) {
    super();
    const { activation = () => new nn.ReLU(), scaleActivation = () => new nn.Sigmoid() } = options;
    this.fc1 = new nn.Conv2d(inChannels, squeezeChannels, 1);
    this.fc2 = new nn.Conv2d(squeezeChannels, inChannels, 1);
    this.activation = activation();
    this.scale_activation = scaleActivation();
  }

  override forward(x: tf.Tensor): tf.Tensor {
    return tf.tidy(() => {
      const squeezed = this.activation.forward(this.fc1.forward(this.avgpool.forward(x)));
      return this.scale_activation.forward(this.fc2.forward(squeezed)).mul(x);
    });
  }
}
