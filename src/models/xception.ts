import * as nn from "../nn/index.ts";
import { tf } from "../tf.ts";
import { SeparableConv2d } from "./blocks/separable-conv2d.ts";
import { Network } from "./network.ts";
import { published } from "./published.ts";

const PAPER = {
  title: "Xception: Deep Learning with Depthwise Separable Convolutions",
  authors: "Chollet",
  year: 2016,
  where: "arXiv 1610.02357",
};

/** Keras's defaults: its momentum 0.99 is the share of what was, PyTorch's of what comes. */
const norm = (channels: number) => new nn.BatchNorm2d(channels, { eps: 1e-3, momentum: 0.01 });

const convolution = (inChannels: number, outChannels: number, stride: number) => [
  new nn.Conv2d(inChannels, outChannels, 3, { stride, bias: false }),
  norm(outChannels),
  new nn.ReLU(),
];

const separable = (inChannels: number, outChannels: number) => [
  new SeparableConv2d(inChannels, outChannels),
  norm(outChannels),
];

/** Separable convolutions behind ReLUs, and what goes around them: in the middle flow x itself, elsewhere a strided 1×1 of it. */
class Block extends nn.Module {
  layers: nn.Sequential;
  shortcut: nn.Sequential | undefined;

  constructor(layers: nn.Module[], shortcut?: nn.Sequential) {
    super();
    this.layers = new nn.Sequential(...layers);
    this.shortcut = shortcut;
  }

  override forward(x: tf.Tensor): tf.Tensor {
    return tf.tidy(() => this.layers.forward(x).add(this.shortcut?.forward(x) ?? x));
  }
}

/** A block of the entry or exit flow: its max pooling halves height and width. */
const halving = (inChannels: number, outChannels: number, layers: nn.Module[]) =>
  new Block(
    [...layers, new nn.MaxPool2d(3, { stride: 2, padding: 1 })],
    new nn.Sequential(new nn.Conv2d(inChannels, outChannels, 1, { stride: 2, bias: false }), norm(outChannels)),
  );

const entryFlow = () =>
  new nn.Sequential(
    ...convolution(3, 32, 2),
    ...convolution(32, 64, 1),
    halving(64, 128, [...separable(64, 128), new nn.ReLU(), ...separable(128, 128)]),
    halving(128, 256, [new nn.ReLU(), ...separable(128, 256), new nn.ReLU(), ...separable(256, 256)]),
    halving(256, 728, [new nn.ReLU(), ...separable(256, 728), new nn.ReLU(), ...separable(728, 728)]),
  );

const middleFlow = () =>
  new nn.Sequential(
    ...Array.from({ length: 8 }, () => {
      const layers = Array.from({ length: 3 }, () => [new nn.ReLU(), ...separable(728, 728)]);
      return new Block(layers.flat());
    }),
  );

const exitFlow = () =>
  new nn.Sequential(
    halving(728, 1024, [new nn.ReLU(), ...separable(728, 728), new nn.ReLU(), ...separable(728, 1024)]),
    ...separable(1024, 1536),
    new nn.ReLU(),
    ...separable(1536, 2048),
    new nn.ReLU(),
  );

/**
 * Xception, of depthwise separable convolutions with residual connections, as its author has it in Keras:
 * [N, 3, 299, 299] → [N, numClasses].
 *
 * Where Keras pads an even size behind alone (one max pooling at 299×299), this pads both sides by 1. The sizes are the same.
 *
 * @example
 * const network = new models.Xception();
 * console.log(count.module(network, network.inputShape).parameters); // as many as in the paper's Table 3
 */
export class Xception extends Network {
  readonly inputShape = [3, 299, 299] as const;
  entryFlow = entryFlow();
  middleFlow = middleFlow();
  exitFlow = exitFlow();
  avgpool = new nn.AdaptiveAvgPool2d(1);
  classifier: nn.Linear;

  constructor({ numClasses = 1000 } = {}) {
    super();
    this.classifier = new nn.Linear(2048, numClasses);
  }

  override forward(x: tf.Tensor): tf.Tensor {
    return tf.tidy(() => {
      const maps = this.exitFlow.forward(this.middleFlow.forward(this.entryFlow.forward(x)));
      return this.classifier.forward(this.avgpool.forward(maps).reshape([x.shape[0]!, -1]));
    });
  }
}

/** Xception. */
export const xception = published("xception", PAPER, (options?: { numClasses?: number }) => new Xception(options));
