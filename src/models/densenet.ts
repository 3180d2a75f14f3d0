import * as nn from "../nn/index.ts";
import { tf } from "../tf.ts";
import { Network } from "./network.ts";
import { published } from "./published.ts";

const PAPER = {
  title: "Densely Connected Convolutional Networks",
  authors: "Huang et al.",
  year: 2016,
  where: "arXiv 1608.06993",
};

/** [N, inChannels, H, W] → [N, growthRate, H, W], by way of a bottleneck of four times that width. */
class DenseLayer extends nn.Module {
  norm1: nn.BatchNorm2d;
  relu1 = new nn.ReLU();
  conv1: nn.Conv2d;
  norm2: nn.BatchNorm2d;
  relu2 = new nn.ReLU();
  conv2: nn.Conv2d;

  constructor(inChannels: number, growthRate: number) {
    super();
    this.norm1 = new nn.BatchNorm2d(inChannels);
    this.conv1 = new nn.Conv2d(inChannels, 4 * growthRate, 1, { bias: false });
    this.norm2 = new nn.BatchNorm2d(4 * growthRate);
    this.conv2 = new nn.Conv2d(4 * growthRate, growthRate, 3, { padding: 1, bias: false });
  }

  override forward(x: tf.Tensor): tf.Tensor {
    return tf.tidy(() => {
      const narrow = this.conv1.forward(this.relu1.forward(this.norm1.forward(x)));
      return this.conv2.forward(this.relu2.forward(this.norm2.forward(narrow)));
    });
  }
}

/** Layers, each of which is given the block's input and what all layers before it returned, side by side. */
class DenseBlock extends nn.Module {
  readonly layers: readonly DenseLayer[];

  constructor(depth: number, inChannels: number, growthRate: number) {
    super();
    this.layers = Array.from({ length: depth }, (_, i) => new DenseLayer(inChannels + i * growthRate, growthRate));
  }

  override forward(x: tf.Tensor): tf.Tensor {
    return tf.tidy(() => this.layers.reduce((features, layer) => tf.concat([features, layer.forward(features)], 1), x));
  }

  override submodules(): Array<[string, nn.Module]> {
    return this.layers.map((layer, i) => [`denselayer${i + 1}`, layer]);
  }
}

/** Between two blocks: half the channels, half the size. */
class Transition extends nn.Sequential {
  constructor(inChannels: number, outChannels: number) {
    super({
      norm: new nn.BatchNorm2d(inChannels),
      relu: new nn.ReLU(),
      conv: new nn.Conv2d(inChannels, outChannels, 1, { bias: false }),
      pool: new nn.AvgPool2d(2),
    });
  }
}

/** Options of DenseNet. */
export interface DenseNetOptions {
  /** Channels that each layer adds: k in the paper; 32 by default. */
  growthRate?: number;
  /** Channels of the first convolution; 2k by default. */
  numInitFeatures?: number;
  numClasses?: number;
}

/**
 * DenseNet-BC for ImageNet: [N, 3, 224, 224] → [N, numClasses].
 *
 * @param blockConfig  layers in each dense block, as in the paper's table 1
 * @example
 * const network = new models.DenseNet([6, 12, 24, 16], { growthRate: 12, numClasses: 10 });
 * console.log(count.module(network, network.inputShape).outputShape); // [1, 10]
 */
export class DenseNet extends Network {
  readonly inputShape = [3, 224, 224] as const;
  features: nn.Sequential;
  classifier: nn.Linear;

  constructor(blockConfig: readonly number[], options: DenseNetOptions = {}) {
    super();
    const { growthRate = 32, numInitFeatures = 2 * growthRate, numClasses = 1000 } = options;
    const layers: Record<string, nn.Module> = {
      conv0: new nn.Conv2d(3, numInitFeatures, 7, { stride: 2, padding: 3, bias: false }),
      norm0: new nn.BatchNorm2d(numInitFeatures),
      relu0: new nn.ReLU(),
      pool0: new nn.MaxPool2d(3, { stride: 2, padding: 1 }),
    };
    let channels = numInitFeatures;
    blockConfig.forEach((depth, i) => {
      if (i > 0) {
        const half = Math.floor(channels / 2);
        layers[`transition${i}`] = new Transition(channels, half);
        channels = half;
      }
      layers[`denseblock${i + 1}`] = new DenseBlock(depth, channels, growthRate);
      channels += depth * growthRate;
    });
    layers["norm5"] = new nn.BatchNorm2d(channels);
    this.features = new nn.Sequential(layers);
    this.classifier = new nn.Linear(channels, numClasses);
  }

  override forward(x: tf.Tensor): tf.Tensor {
    return tf.tidy(() => this.classifier.forward(this.features.forward(x).relu().mean([2, 3])));
  }
}

const densenet = (name: string, blockConfig: readonly number[], growthRate = 32) =>
  published(name, PAPER, (options?: DenseNetOptions) => new DenseNet(blockConfig, { growthRate, ...options }), [
    "growthRate",
    "numInitFeatures",
    "numClasses",
  ]);

/** DenseNet-121. */
export const densenet121 = densenet("densenet121", [6, 12, 24, 16]);
/** DenseNet-161, the only one with k = 48. */
export const densenet161 = densenet("densenet161", [6, 12, 36, 24], 48);
/** DenseNet-169. */
export const densenet169 = densenet("densenet169", [6, 12, 32, 32]);
/** DenseNet-201. */
export const densenet201 = densenet("densenet201", [6, 12, 48, 32]);
/** DenseNet-264, which has 265 layers by the paper's own table 1. */
export const densenet264 = densenet("densenet264", [6, 12, 64, 48]);
