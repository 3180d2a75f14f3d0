import { toFlag } from "../arguments.ts";
import { refuse, show } from "../errors.ts";
import * as nn from "../nn/index.ts";
import { tf } from "../tf.ts";
import { Conv2dNormActivation } from "./blocks/conv-norm-activation.ts";
import { Network } from "./network.ts";
import { published } from "./published.ts";

const PAPER = {
  title: "MobileNets: Efficient Convolutional Neural Networks for Mobile Vision Applications",
  authors: "Howard et al.",
  year: 2017,
  where: "arXiv 1704.04861",
};

/** Options of MobileNet v1. */
export interface MobileNetV1Options {
  /** Width multiplier α: the share of each layer's channels that is kept, rounded down; 1 by default. */
  alpha?: number;
  /** Height and width of the input, by which the paper sets its resolution multiplier ρ; 224 by default. */
  resolution?: number;
  /** Whether the five layers of 14×14×512 are left out (Table 5); false by default. */
  shallow?: boolean;
  /** Whether every separable convolution is a standard one (Table 4); false by default. */
  standard?: boolean;
  numClasses?: number;
}

type Row = readonly [outChannels: number, stride: number];

/** Table 1: a row for each depthwise layer and the 1×1 layer behind it. */
const TO_14: readonly Row[] = [
  [64, 1],
  [128, 2],
  [128, 1],
  [256, 2],
  [256, 1],
  [512, 2],
];
const AT_14: readonly Row[] = Array.from({ length: 5 }, () => [512, 1]);
/** The paper prints the last stride as 2, but its sizes and its counts want 1. */
const TO_7: readonly Row[] = [
  [1024, 2],
  [1024, 1],
];

/**
 * MobileNet v1, of depthwise separable convolutions: [N, 3, resolution, resolution] → [N, numClasses].
 *
 * The paper leaves padding open: as in torchvision's later MobileNets it is 1 on each side of a 3×3, where TensorFlow
 * pads an even size behind a stride of 2 alone. The sizes, and so the counts, are the same.
 *
 * @throws  when alpha leaves a layer no channel
 * @example
 * const network = new models.MobileNetV1({ alpha: 0.5, resolution: 160 });
 * console.log(count.module(network, network.inputShape).macs / 1e6); // about 76.5: 76 in the paper's Table 9
 */
export class MobileNetV1 extends Network {
  readonly inputShape: readonly [number, number, number];
  features: nn.Sequential;
  avgpool = new nn.AdaptiveAvgPool2d(1);
  classifier: nn.Linear;

  constructor(options: MobileNetV1Options = {}) {
    super();
    const { alpha = 1, resolution = 224, shallow = false, standard = false, numClasses = 1000 } = options;
    if (!(Number.isFinite(alpha) && alpha > 0)) {
      refuse("models.MobileNetV1", "alpha to be a number above 0", show(alpha), "write 0.5 for half the channels");
    }
    const isShallow = toFlag("models.MobileNetV1", "shallow", shallow);
    const width = (channels: number) => Math.floor(channels * alpha);
    const layer = toFlag("models.MobileNetV1", "standard", standard) ? standardLayer : separableLayer;
    const rows = [...TO_14, ...(isShallow ? [] : AT_14), ...TO_7];
    this.inputShape = [3, resolution, resolution];
    this.features = new nn.Sequential(
      new Conv2dNormActivation(3, width(32), 3, { stride: 2 }),
      ...rows.map(([outChannels, stride], i) => layer(width(rows[i - 1]?.[0] ?? 32), width(outChannels), stride)),
    );
    this.classifier = new nn.Linear(width(1024), numClasses);
  }

  override forward(x: tf.Tensor): tf.Tensor {
    return tf.tidy(() => {
      const means = this.avgpool.forward(this.features.forward(x));
      return this.classifier.forward(means.reshape([x.shape[0]!, -1]));
    });
  }
}

/** Figure 3, left. */
const standardLayer = (inChannels: number, outChannels: number, stride: number) =>
  new Conv2dNormActivation(inChannels, outChannels, 3, { stride });

/** Figure 3, right. */
const separableLayer = (inChannels: number, outChannels: number, stride: number) =>
  new nn.Sequential(
    new Conv2dNormActivation(inChannels, inChannels, 3, { stride, groups: inChannels }),
    new Conv2dNormActivation(inChannels, outChannels, 1),
  );

/** MobileNet v1; 1.0-224 by default. */
export const mobilenetV1 = published(
  "mobilenet_v1",
  PAPER,
  (options?: MobileNetV1Options) => new MobileNetV1(options),
  ["alpha", "resolution", "shallow", "standard", "numClasses"],
);
