import * as nn from "../nn/index.ts";
import { tf } from "../tf.ts";
import { Network } from "./network.ts";
import { published } from "./published.ts";

const PAPER = {
  title: "ShuffleNet V2: Practical Guidelines for Efficient CNN Architecture Design",
  authors: "Ma et al.",
  year: 2018,
  where: "arXiv 1807.11164",
};

/** Table 5: output channels of conv1, of the three stages, and of conv5. */
type Widths = readonly [conv1: number, stage2: number, stage3: number, stage4: number, conv5: number];

const shuffle = new nn.ChannelShuffle(2);

const pointwise = (inChannels: number, outChannels: number) => [
  new nn.Conv2d(inChannels, outChannels, 1, { bias: false }),
  new nn.BatchNorm2d(outChannels),
  new nn.ReLU(),
];

const depthwise = (channels: number, stride: number) => [
  new nn.Conv2d(channels, channels, 3, { stride, padding: 1, groups: channels, bias: false }),
  new nn.BatchNorm2d(channels),
];

/** Figure 3, c: half of the channels pass as they are. Figure 3, d: at stride 2 each branch sees all of them. */
class InvertedResidual extends nn.Module {
  branch1: nn.Sequential;
  branch2: nn.Sequential;
  readonly #stride: number;

  constructor(inChannels: number, outChannels: number, stride: number) {
    super();
    const half = outChannels / 2;
    this.#stride = stride;
    this.branch1 = new nn.Sequential(
      ...(stride > 1 ? [...depthwise(inChannels, stride), ...pointwise(inChannels, half)] : []),
    );
    this.branch2 = new nn.Sequential(
      ...pointwise(stride > 1 ? inChannels : half, half),
      ...depthwise(half, stride),
      ...pointwise(half, half),
    );
  }

  override forward(x: tf.Tensor): tf.Tensor {
    return tf.tidy(() => {
      const [left, right] = this.#stride > 1 ? [x, x] : tf.split(x, 2, 1);
      return shuffle.forward(tf.concat([this.branch1.forward(left!), this.branch2.forward(right!)], 1));
    });
  }
}

const stage = (inChannels: number, outChannels: number, repeats: number) =>
  new nn.Sequential(
    new InvertedResidual(inChannels, outChannels, 2),
    ...Array.from({ length: repeats - 1 }, () => new InvertedResidual(outChannels, outChannels, 1)),
  );

/**
 * ShuffleNet v2, of units that split their channels: [N, 3, 224, 224] → [N, numClasses].
 *
 * @example
 * const network = new models.ShuffleNetV2([24, 48, 96, 192, 1024]);
 * console.log(count.module(network, network.inputShape).macs / 1e6); // about 40.5: 41 in the paper's Table 5
 */
export class ShuffleNetV2 extends Network {
  readonly inputShape = [3, 224, 224] as const;
  conv1: nn.Sequential;
  maxpool = new nn.MaxPool2d(3, { stride: 2, padding: 1 });
  stage2: nn.Sequential;
  stage3: nn.Sequential;
  stage4: nn.Sequential;
  conv5: nn.Sequential;
  fc: nn.Linear;

  /** @param widths  output channels of conv1, stage2, stage3, stage4 and conv5 */
  constructor([conv1, stage2, stage3, stage4, conv5]: Widths, { numClasses = 1000 } = {}) {
    super();
    this.conv1 = new nn.Sequential(
      new nn.Conv2d(3, conv1, 3, { stride: 2, padding: 1, bias: false }),
      new nn.BatchNorm2d(conv1),
      new nn.ReLU(),
    );
    this.stage2 = stage(conv1, stage2, 4);
    this.stage3 = stage(stage2, stage3, 8);
    this.stage4 = stage(stage3, stage4, 4);
    this.conv5 = new nn.Sequential(...pointwise(stage4, conv5));
    this.fc = new nn.Linear(conv5, numClasses);
  }

  override forward(x: tf.Tensor): tf.Tensor {
    const { conv1, maxpool, stage2, stage3, stage4, conv5 } = this;
    return tf.tidy(() => {
      const maps = [conv1, maxpool, stage2, stage3, stage4, conv5].reduce((y, layer) => layer.forward(y), x);
      return this.fc.forward(maps.mean([2, 3]));
    });
  }
}

const shufflenetV2 = (name: string, widths: Widths) =>
  published(name, PAPER, (options?: { numClasses?: number }) => new ShuffleNetV2(widths, options));

/** ShuffleNet v2 0.5×. */
export const shufflenetV2X0_5 = shufflenetV2("shufflenet_v2_x0_5", [24, 48, 96, 192, 1024]);
/** ShuffleNet v2 1×. */
export const shufflenetV2X1_0 = shufflenetV2("shufflenet_v2_x1_0", [24, 116, 232, 464, 1024]);
/** ShuffleNet v2 1.5×. */
export const shufflenetV2X1_5 = shufflenetV2("shufflenet_v2_x1_5", [24, 176, 352, 704, 1024]);
/** ShuffleNet v2 2×. */
export const shufflenetV2X2_0 = shufflenetV2("shufflenet_v2_x2_0", [24, 244, 488, 976, 2048]);
