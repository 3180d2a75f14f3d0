import * as nn from "../nn/index.ts";
import { tf } from "../tf.ts";
import { Network } from "./network.ts";
import { published } from "./published.ts";

const PAPER = {
  title: "ShuffleNet: An Extremely Efficient Convolutional Neural Network for Mobile Devices",
  authors: "Zhang et al.",
  year: 2017,
  where: "arXiv 1707.01083",
};

/** Options of ShuffleNet v1. */
export interface ShuffleNetV1Options {
  /** Scale factor s of the channels, 1 by default; the paper has 0.25, 0.5, 1, 1.5 and 2. */
  scale?: number;
  numClasses?: number;
}

/** Table 1: output channels of the stages for a number of groups. */
type Widths = readonly [stage2: number, stage3: number, stage4: number];

interface Unit {
  inChannels: number;
  outChannels: number;
  stride: number;
  /** Groups of the first 1×1 convolution. */
  firstGroups: number;
  groups: number;
}

/** The paper does not say what becomes of channels that the groups do not divide: here the nearest number that they do. */
const divisible = (channels: number, groups: number) => Math.max(1, Math.round(channels / groups)) * groups;

/** Figure 2, b; and c, where stride is 2: x is pooled and joined rather than added. */
class ShuffleNetUnit extends nn.Module {
  branch: nn.Sequential;
  shortcut: nn.AvgPool2d | undefined;
  relu = new nn.ReLU();

  constructor({ inChannels, outChannels, stride, firstGroups, groups }: Unit) {
    super();
    const bottleneck = divisible(outChannels / 4, groups);
    const last = stride === 2 ? outChannels - inChannels : outChannels;
    this.branch = new nn.Sequential(
      new nn.Conv2d(inChannels, bottleneck, 1, { groups: firstGroups, bias: false }),
      new nn.BatchNorm2d(bottleneck),
      new nn.ReLU(),
      new nn.ChannelShuffle(groups),
      new nn.Conv2d(bottleneck, bottleneck, 3, { stride, padding: 1, groups: bottleneck, bias: false }),
      new nn.BatchNorm2d(bottleneck),
      new nn.Conv2d(bottleneck, last, 1, { groups, bias: false }),
      new nn.BatchNorm2d(last),
    );
    this.shortcut = stride === 2 ? new nn.AvgPool2d(3, { stride: 2, padding: 1 }) : undefined;
  }

  override forward(x: tf.Tensor): tf.Tensor {
    return tf.tidy(() => {
      const y = this.branch.forward(x);
      return this.relu.forward(this.shortcut ? tf.concat([this.shortcut.forward(x), y], 1) : x.add(y));
    });
  }
}

function stage(inChannels: number, outChannels: number, repeats: number, groups: number, firstGroups = groups) {
  const first = new ShuffleNetUnit({ inChannels, outChannels, stride: 2, firstGroups, groups });
  const rest = Array.from(
    { length: repeats },
    () => new ShuffleNetUnit({ inChannels: outChannels, outChannels, stride: 1, firstGroups: groups, groups }),
  );
  return new nn.Sequential(first, ...rest);
}

/**
 * ShuffleNet v1, of grouped 1×1 convolutions and channel shuffles: [N, 3, 224, 224] → [N, numClasses].
 *
 * @throws  when scale leaves a layer no channel
 * @example
 * const network = new models.ShuffleNetV1(3, [240, 480, 960], { scale: 0.5 });
 * console.log(count.module(network, network.inputShape).macs / 1e6); // about 37.6: 38 in the paper's Table 2
 */
export class ShuffleNetV1 extends Network {
  readonly inputShape = [3, 224, 224] as const;
  conv1: nn.Sequential;
  maxpool = new nn.MaxPool2d(3, { stride: 2, padding: 1 });
  stage2: nn.Sequential;
  stage3: nn.Sequential;
  stage4: nn.Sequential;
  avgpool = new nn.AdaptiveAvgPool2d(1);
  fc: nn.Linear;

  /** @param widths  output channels of stage2, stage3 and stage4 at scale 1 */
  constructor(groups: number, widths: Widths, { scale = 1, numClasses = 1000 }: ShuffleNetV1Options = {}) {
    super();
    const first = divisible(24 * firstScale(scale), groups);
    const [second, third, fourth] = widths.map((channels) => divisible(channels * scale, groups));
    this.conv1 = new nn.Sequential(
      new nn.Conv2d(3, first, 3, { stride: 2, padding: 1, bias: false }),
      new nn.BatchNorm2d(first),
      new nn.ReLU(),
    );
    this.stage2 = stage(first, second!, 3, groups, 1);
    this.stage3 = stage(second!, third!, 7, groups);
    this.stage4 = stage(third!, fourth!, 3, groups);
    this.fc = new nn.Linear(fourth!, numClasses);
  }

  override forward(x: tf.Tensor): tf.Tensor {
    const { conv1, maxpool, stage2, stage3, stage4, avgpool } = this;
    return tf.tidy(() => {
      const means = [conv1, maxpool, stage2, stage3, stage4, avgpool].reduce((y, layer) => layer.forward(y), x);
      return this.fc.forward(means.reshape([x.shape[0]!, -1]));
    });
  }
}

/** Of conv1's 24 channels 1.5× keeps 24, as in the authors' code: their counts for it want that. */
const firstScale = (scale: number) => (scale < 1 ? scale : Math.floor(scale));

const shufflenetV1 = (groups: number, widths: Widths) =>
  published(
    `shufflenet_v1_g${groups}`,
    PAPER,
    (options?: ShuffleNetV1Options) => new ShuffleNetV1(groups, widths, options),
    ["scale", "numClasses"],
  );

/** ShuffleNet v1 without groups. */
export const shufflenetV1G1 = shufflenetV1(1, [144, 288, 576]);
/** ShuffleNet v1 with 2 groups. */
export const shufflenetV1G2 = shufflenetV1(2, [200, 400, 800]);
/** ShuffleNet v1 with 3 groups. */
export const shufflenetV1G3 = shufflenetV1(3, [240, 480, 960]);
/** ShuffleNet v1 with 4 groups. */
export const shufflenetV1G4 = shufflenetV1(4, [272, 544, 1088]);
/** ShuffleNet v1 with 8 groups. */
export const shufflenetV1G8 = shufflenetV1(8, [384, 768, 1536]);
