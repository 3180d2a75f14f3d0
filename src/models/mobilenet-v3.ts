import { toEntry } from "../arguments.ts";
import * as nn from "../nn/index.ts";
import { tf } from "../tf.ts";
import { Conv2dNormActivation } from "./blocks/conv-norm-activation.ts";
import { bottleneck, InvertedResidual, type Bottleneck } from "./blocks/inverted-residual.ts";
import { makeDivisible } from "./blocks/make-divisible.ts";
import { SqueezeExcitation } from "./blocks/squeeze-excitation.ts";
import { Network } from "./network.ts";
import { published } from "./published.ts";

const PAPER = {
  title: "Searching for MobileNetV3",
  authors: "Howard et al.",
  year: 2019,
  where: "arXiv 1905.02244",
};

/** Options of MobileNet v3. */
export interface MobileNetV3Options {
  /** Share of each layer's channels that is kept, rounded to a multiple of 8; 1 by default. */
  widthMult?: number;
  numClasses?: number;
}

const RE = () => new nn.ReLU();
const HS = () => new nn.Hardswish();
const SE = true;
const NO = false;

type Row = readonly [
  kernelSize: number,
  expanded: number,
  outChannels: number,
  squeezes: boolean,
  activation: () => nn.Module,
  stride: number,
];

/** Tables 1 and 2: the bottlenecks, and the channels of the layer before the classifier. */
const TABLES: Record<"large" | "small", { rows: readonly Row[]; last: number }> = {
  large: {
    rows: [
      [3, 16, 16, NO, RE, 1],
      [3, 64, 24, NO, RE, 2],
      [3, 72, 24, NO, RE, 1],
      [5, 72, 40, SE, RE, 2],
      [5, 120, 40, SE, RE, 1],
      [5, 120, 40, SE, RE, 1],
      [3, 240, 80, NO, HS, 2],
      [3, 200, 80, NO, HS, 1],
      [3, 184, 80, NO, HS, 1],
      [3, 184, 80, NO, HS, 1],
      [3, 480, 112, SE, HS, 1],
      [3, 672, 112, SE, HS, 1],
      [5, 672, 160, SE, HS, 2],
      [5, 960, 160, SE, HS, 1],
      [5, 960, 160, SE, HS, 1],
    ],
    last: 1280,
  },
  small: {
    rows: [
      [3, 16, 16, SE, RE, 2],
      [3, 72, 24, NO, RE, 2],
      [3, 88, 24, NO, RE, 1],
      [5, 96, 40, SE, HS, 2],
      [5, 240, 40, SE, HS, 1],
      [5, 240, 40, SE, HS, 1],
      [5, 120, 48, SE, HS, 1],
      [5, 144, 48, SE, HS, 1],
      [5, 288, 96, SE, HS, 2],
      [5, 576, 96, SE, HS, 1],
      [5, 576, 96, SE, HS, 1],
    ],
    last: 1024,
  },
};

const norm = (channels: number) => new nn.BatchNorm2d(channels, { eps: 1e-3, momentum: 0.01 });
const scaleActivation = () => new nn.Hardsigmoid();

function block(row: Bottleneck, squeezes: boolean, activation: () => nn.Module): InvertedResidual {
  const { expand, depthwise, project } = bottleneck(row, { norm, activation });
  const squeeze = () => new SqueezeExcitation(row.expanded, makeDivisible(row.expanded / 4), { scaleActivation });
  return new InvertedResidual("block", row, [...expand, depthwise, ...(squeezes ? [squeeze()] : []), project]);
}

/**
 * MobileNet v3, of inverted residuals with squeeze and excitation: [N, 3, 224, 224] → [N, numClasses].
 *
 * @example
 * const network = new models.MobileNetV3("small", { widthMult: 0.75 });
 * console.log(count.module(network, network.inputShape).macs / 1e6); // about 39
 */
export class MobileNetV3 extends Network {
  readonly inputShape = [3, 224, 224] as const;
  features: nn.Sequential;
  avgpool = new nn.AdaptiveAvgPool2d(1);
  classifier: nn.Sequential;

  constructor(size: "large" | "small", { widthMult = 1, numClasses = 1000 }: MobileNetV3Options = {}) {
    super();
    const { rows, last } = toEntry("models.MobileNetV3", "size", size, TABLES);
    const width = (channels: number) => makeDivisible(channels * widthMult);
    const [first, out] = [width(16), width(rows.at(-1)![2])];
    this.features = new nn.Sequential(
      new Conv2dNormActivation(3, first, 3, { stride: 2, norm, activation: HS }),
      ...rows.map(([kernelSize, expanded, outChannels, squeezes, activation, stride], i) => {
        const inChannels = i === 0 ? first : width(rows[i - 1]![2]);
        const row = { inChannels, expanded: width(expanded), outChannels: width(outChannels), kernelSize, stride };
        return block(row, squeezes, activation);
      }),
      new Conv2dNormActivation(out, 6 * out, 1, { norm, activation: HS }),
    );
    this.classifier = new nn.Sequential(
      new nn.Linear(6 * out, width(last)),
      new nn.Hardswish(),
      new nn.Dropout(0.2),
      new nn.Linear(width(last), numClasses),
    );
  }

  override forward(x: tf.Tensor): tf.Tensor {
    return tf.tidy(() => {
      const means = this.avgpool.forward(this.features.forward(x));
      return this.classifier.forward(means.reshape([x.shape[0]!, -1]));
    });
  }
}

/** MobileNet v3, large. */
export const mobilenetV3Large = published(
  "mobilenet_v3_large",
  PAPER,
  (options?: MobileNetV3Options) => new MobileNetV3("large", options),
  ["widthMult", "numClasses"],
);
/** MobileNet v3, small. */
export const mobilenetV3Small = published(
  "mobilenet_v3_small",
  PAPER,
  (options?: MobileNetV3Options) => new MobileNetV3("small", options),
  ["widthMult", "numClasses"],
);
