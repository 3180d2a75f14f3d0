import { toEntry } from "../../arguments.ts";
import * as nn from "../../nn/index.ts";
import { tf } from "../../tf.ts";
import { Network } from "../network.ts";
import { published, type Paper } from "../published.ts";
import { BasicBlock } from "./basic-block.ts";
import { Bottleneck, type BottleneckOptions } from "./bottleneck.ts";

const RESNET = {
  title: "Deep Residual Learning for Image Recognition",
  authors: "He et al.",
  year: 2015,
  where: "arXiv 1512.03385",
};

const RESNEXT = {
  title: "Aggregated Residual Transformations for Deep Neural Networks",
  authors: "Xie et al.",
  year: 2016,
  where: "arXiv 1611.05431",
};

const WIDE_RESNET = {
  title: "Wide Residual Networks",
  authors: "Zagoruyko and Komodakis",
  year: 2016,
  where: "arXiv 1605.07146",
};

/** Blocks in conv2_x to conv5_x. */
type Layers = readonly [number, number, number, number];

/** Options of a ResNet of bottlenecks. */
export interface ResNetOptions extends BottleneckOptions {
  numClasses?: number;
}

const EXPANSION = { basic: 1, bottleneck: 4 };

/**
 * ResNet, and with other widths ResNeXt and Wide ResNet: [N, 3, 224, 224] → [N, numClasses].
 *
 * @param block   "basic", two 3×3 convolutions, or "bottleneck", 1×1, 3×3 and 1×1
 * @param layers  blocks in each of the four stages
 * @example
 * const network = new models.ResNet("bottleneck", [3, 4, 6, 3], { strideIn1x1: true });
 * console.log(count.module(network, network.inputShape).macs / 1e9); // about 3.86, the paper's 3.8
 */
export class ResNet extends Network {
  readonly inputShape = [3, 224, 224] as const;
  conv1 = new nn.Conv2d(3, 64, 7, { stride: 2, padding: 3, bias: false });
  bn1 = new nn.BatchNorm2d(64);
  relu = new nn.ReLU();
  maxpool = new nn.MaxPool2d(3, { stride: 2, padding: 1 });
  layer1: nn.Sequential;
  layer2: nn.Sequential;
  layer3: nn.Sequential;
  layer4: nn.Sequential;
  avgpool = new nn.AdaptiveAvgPool2d(1);
  fc: nn.Linear;

  constructor(block: "basic", layers: Layers, options?: Pick<ResNetOptions, "numClasses">);
  constructor(block: "bottleneck", layers: Layers, options?: ResNetOptions);
  constructor(block: "basic" | "bottleneck", layers: Layers, { numClasses = 1000, ...options }: ResNetOptions = {}) {
    super();
    const expansion = toEntry("models.ResNet", "block", block, EXPANSION);
    const make = (inChannels: number, planes: number, stride: number) =>
      block === "basic"
        ? new BasicBlock(inChannels, planes, stride)
        : new Bottleneck(inChannels, planes, stride, options);
    const stage = (inChannels: number, planes: number, depth: number, stride: number) =>
      new nn.Sequential(
        make(inChannels, planes, stride),
        ...Array.from({ length: depth - 1 }, () => make(planes * expansion, planes, 1)),
      );
    this.layer1 = stage(64, 64, layers[0], 1);
    this.layer2 = stage(64 * expansion, 128, layers[1], 2);
    this.layer3 = stage(128 * expansion, 256, layers[2], 2);
    this.layer4 = stage(256 * expansion, 512, layers[3], 2);
    this.fc = new nn.Linear(512 * expansion, numClasses);
  }

  override forward(x: tf.Tensor): tf.Tensor {
    return tf.tidy(() => {
      const stem = this.maxpool.forward(this.relu.forward(this.bn1.forward(this.conv1.forward(x))));
      const maps = [this.layer1, this.layer2, this.layer3, this.layer4].reduce((y, layer) => layer.forward(y), stem);
      return this.fc.forward(this.avgpool.forward(maps).reshape([x.shape[0]!, -1]));
    });
  }
}

const basic = (name: string, layers: Layers) =>
  published(name, RESNET, (options?: Pick<ResNetOptions, "numClasses">) => new ResNet("basic", layers, options));

const bottleneck = (name: string, paper: Paper, layers: Layers, width: BottleneckOptions = {}) =>
  published(name, paper, (options?: ResNetOptions) => new ResNet("bottleneck", layers, { ...width, ...options }), [
    "strideIn1x1",
    "groups",
    "widthPerGroup",
    "numClasses",
  ]);

/** ResNet-18. */
export const resnet18 = basic("resnet18", [2, 2, 2, 2]);
/** ResNet-34. */
export const resnet34 = basic("resnet34", [3, 4, 6, 3]);
/** ResNet-50. */
export const resnet50 = bottleneck("resnet50", RESNET, [3, 4, 6, 3]);
/** ResNet-101. */
export const resnet101 = bottleneck("resnet101", RESNET, [3, 4, 23, 3]);
/** ResNet-152. */
export const resnet152 = bottleneck("resnet152", RESNET, [3, 8, 36, 3]);
/** ResNeXt-50, of cardinality 32. */
export const resnext50_32x4d = bottleneck("resnext50_32x4d", RESNEXT, [3, 4, 6, 3], { groups: 32, widthPerGroup: 4 });
/** ResNeXt-101, of cardinality 32. */
export const resnext101_32x4d = bottleneck("resnext101_32x4d", RESNEXT, [3, 4, 23, 3], {
  groups: 32,
  widthPerGroup: 4,
});
/** ResNeXt-101, of cardinality 32 and twice as wide. */
export const resnext101_32x8d = bottleneck("resnext101_32x8d", RESNEXT, [3, 4, 23, 3], {
  groups: 32,
  widthPerGroup: 8,
});
/** ResNeXt-101, of cardinality 64. */
export const resnext101_64x4d = bottleneck("resnext101_64x4d", RESNEXT, [3, 4, 23, 3], {
  groups: 64,
  widthPerGroup: 4,
});
/** Wide ResNet-50-2, whose 3×3 convolutions have twice the channels. */
export const wideResnet50_2 = bottleneck("wide_resnet50_2", WIDE_RESNET, [3, 4, 6, 3], { widthPerGroup: 128 });
/** Wide ResNet-101-2, whose 3×3 convolutions have twice the channels. */
export const wideResnet101_2 = bottleneck("wide_resnet101_2", WIDE_RESNET, [3, 4, 23, 3], { widthPerGroup: 128 });
