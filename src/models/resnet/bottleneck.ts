import { toFlag } from "../../arguments.ts";
import * as nn from "../../nn/index.ts";
import { tf } from "../../tf.ts";
import { conv1x1, conv3x3, projection } from "./convolutions.ts";

/** What sets the blocks of ResNet, ResNeXt and Wide ResNet apart. */
export interface BottleneckOptions {
  /** Groups of the 3×3 convolution: the cardinality of ResNeXt; 1 by default. */
  groups?: number;
  /** Channels of each group in the first stage, which double with every stage; 64 by default. */
  widthPerGroup?: number;
  /** Whether the stride is in the first 1×1 convolution, as in the paper, and not in the 3×3, as in torchvision; false by default. */
  strideIn1x1?: boolean;
}

/** Convolutions of 1×1, 3×3 and 1×1, the last to four times the channels, and what came in added to what they return. */
export class Bottleneck extends nn.Module {
  conv1: nn.Conv2d;
  bn1: nn.BatchNorm2d;
  conv2: nn.Conv2d;
  bn2: nn.BatchNorm2d;
  conv3: nn.Conv2d;
  bn3: nn.BatchNorm2d;
  relu = new nn.ReLU();
  downsample: nn.Module | undefined;

  constructor(inChannels: number, planes: number, stride: number, options: BottleneckOptions = {}) {
    super();
    const { groups = 1, widthPerGroup = 64, strideIn1x1 = false } = options;
    const [first, second] = toFlag("models.ResNet", "strideIn1x1", strideIn1x1) ? [stride, 1] : [1, stride];
    const width = Math.floor((planes * widthPerGroup) / 64) * groups;
    const outChannels = 4 * planes;
    this.conv1 = conv1x1(inChannels, width, first);
    this.bn1 = new nn.BatchNorm2d(width);
    this.conv2 = conv3x3(width, width, second, groups);
    this.bn2 = new nn.BatchNorm2d(width);
    this.conv3 = conv1x1(width, outChannels);
    this.bn3 = new nn.BatchNorm2d(outChannels);
    this.downsample = projection(inChannels, outChannels, stride);
  }

  override forward(x: tf.Tensor): tf.Tensor {
    return tf.tidy(() => {
      const narrow = this.relu.forward(this.bn1.forward(this.conv1.forward(x)));
      const seen = this.relu.forward(this.bn2.forward(this.conv2.forward(narrow)));
      const residual = this.bn3.forward(this.conv3.forward(seen));
      return this.relu.forward(residual.add(this.downsample?.forward(x) ?? x));
    });
  }
}
