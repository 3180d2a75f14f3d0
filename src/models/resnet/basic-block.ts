import * as nn from "../../nn/index.ts";
import { tf } from "../../tf.ts";
import { conv3x3, projection } from "./convolutions.ts";

/** Two 3×3 convolutions, and what came in added to what they return. */
export class BasicBlock extends nn.Module {
  conv1: nn.Conv2d;
  bn1: nn.BatchNorm2d;
  relu = new nn.ReLU();
  conv2: nn.Conv2d;
  bn2: nn.BatchNorm2d;
  downsample: nn.Module | undefined;

  constructor(inChannels: number, width: number, stride: number) {
    super();
    this.conv1 = conv3x3(inChannels, width, stride);
    this.bn1 = new nn.BatchNorm2d(width);
    this.conv2 = conv3x3(width, width);
    this.bn2 = new nn.BatchNorm2d(width);
    this.downsample = projection(inChannels, width, stride);
  }

  override forward(x: tf.Tensor): tf.Tensor {
    return tf.tidy(() => {
      const first = this.relu.forward(this.bn1.forward(this.conv1.forward(x)));
      const residual = this.bn2.forward(this.conv2.forward(first));
      return this.relu.forward(residual.add(this.downsample?.forward(x) ?? x));
    });
  }
}
