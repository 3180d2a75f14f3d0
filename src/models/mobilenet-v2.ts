import * as nn from "../nn/index.ts";
import { tf } from "../tf.ts";
import { Conv2dNormActivation } from "./blocks/conv-norm-activation.ts";
import { bottleneck, InvertedResidual, type Bottleneck } from "./blocks/inverted-residual.ts";
import { makeDivisible } from "./blocks/make-divisible.ts";
import { Network } from "./network.ts";
import { published } from "./published.ts";

const PAPER = {
  title: "MobileNetV2: Inverted Residuals and Linear Bottlenecks",
  authors: "Sandler et al.",
  year: 2018,
  where: "arXiv 1801.04381",
};

/** Options of MobileNet v2. */
export interface MobileNetV2Options {
  /** Share of each layer's channels that is kept, rounded to a multiple of 8; 1 by default. */
  widthMult?: number;
  numClasses?: number;
}

/** Table 2: expansion factor t, output channels c, blocks n, stride s of the first. */
const ROWS = [
  [1, 16, 1, 1],
  [6, 24, 2, 2],
  [6, 32, 3, 2],
  [6, 64, 4, 2],
  [6, 96, 3, 1],
  [6, 160, 3, 2],
  [6, 320, 1, 1],
] as const;

const activation = () => new nn.ReLU6();

/**
 * MobileNet v2, of inverted residuals: [N, 3, 224, 224] → [N, numClasses].
 *
 * @example
 * const network = new models.MobileNetV2({ widthMult: 0.5 });
 * console.log(count.module(network, network.inputShape).macs / 1e6); // about 97
 */
export class MobileNetV2 extends Network {
  readonly inputShape = [3, 224, 224] as const;
  features: nn.Sequential;
  classifier: nn.Sequential;

  constructor({ widthMult = 1, numClasses = 1000 }: MobileNetV2Options = {}) {
    super();
    const width = (channels: number) => makeDivisible(channels * widthMult);
    const last = makeDivisible(1280 * Math.max(1, widthMult));
    let inChannels = width(32);
    const blocks = ROWS.flatMap(([factor, channels, count, firstStride]) =>
      Array.from({ length: count }, (_, i) => {
        const row = {
          inChannels,
          expanded: inChannels * factor,
          outChannels: width(channels),
          kernelSize: 3,
          stride: i === 0 ? firstStride : 1,
        };
        inChannels = row.outChannels;
        return block(row);
      }),
    );
    this.features = new nn.Sequential(
      new Conv2dNormActivation(3, width(32), 3, { stride: 2, activation }),
      ...blocks,
      new Conv2dNormActivation(inChannels, last, 1, { activation }),
    );
    this.classifier = new nn.Sequential(new nn.Dropout(0.2), new nn.Linear(last, numClasses));
  }

  override forward(x: tf.Tensor): tf.Tensor {
    return tf.tidy(() => this.classifier.forward(this.features.forward(x).mean([2, 3])));
  }
}

/** The projection lies beside the other layers, not in a block of its own. */
function block(row: Bottleneck): InvertedResidual {
  const { expand, depthwise, project } = bottleneck(row, { activation });
  return new InvertedResidual("conv", row, [...expand, depthwise, ...project.modules]);
}

/** MobileNet v2. */
export const mobilenetV2 = published(
  "mobilenet_v2",
  PAPER,
  (options?: MobileNetV2Options) => new MobileNetV2(options),
  ["widthMult", "numClasses"],
);
