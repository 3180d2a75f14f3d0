import * as nn from "../nn/index.ts";
import { tf } from "../tf.ts";
import { responseNormalization } from "./blocks/response-normalization.ts";
import { Network } from "./network.ts";
import { published } from "./published.ts";

const PAPER = {
  title: "ImageNet Classification with Deep Convolutional Neural Networks",
  authors: "Krizhevsky, Sutskever and Hinton",
  year: 2012,
  where: "NIPS 2012",
};

/** Options of the AlexNet of 2012. */
export interface AlexNet2012Options {
  /** Into how many groups the second, fourth and fifth convolution are split: the paper's 2 by default, one for each of its GPUs. */
  groups?: number;
  numClasses?: number;
}

/**
 * AlexNet as the paper has it, in two columns that meet at the third convolution: [N, 3, 227, 227] → [N, numClasses].
 * The paper writes 224, from which its own 55×55 maps do not follow.
 *
 * @throws  when groups do not divide the channels
 * @example
 * const [two, one] = [2, 1].map((groups) => new models.AlexNet2012({ groups }));
 * const macs = (network: models.AlexNet2012) => count.module(network, network.inputShape).macs;
 * console.log(macs(one!) / macs(two!)); // 1.57
 */
export class AlexNet2012 extends Network {
  readonly inputShape = [3, 227, 227] as const;
  features: nn.Sequential;
  classifier: nn.Sequential;

  constructor({ groups = 2, numClasses = 1000 }: AlexNet2012Options = {}) {
    super();
    this.features = new nn.Sequential(
      new nn.Conv2d(3, 96, 11, { stride: 4 }),
      new nn.ReLU(),
      responseNormalization(),
      new nn.MaxPool2d(3, { stride: 2 }),
      new nn.Conv2d(96, 256, 5, { padding: 2, groups }),
      new nn.ReLU(),
      responseNormalization(),
      new nn.MaxPool2d(3, { stride: 2 }),
      new nn.Conv2d(256, 384, 3, { padding: 1 }),
      new nn.ReLU(),
      new nn.Conv2d(384, 384, 3, { padding: 1, groups }),
      new nn.ReLU(),
      new nn.Conv2d(384, 256, 3, { padding: 1, groups }),
      new nn.ReLU(),
      new nn.MaxPool2d(3, { stride: 2 }),
    );
    this.classifier = new nn.Sequential(
      new nn.Linear(256 * 6 * 6, 4096),
      new nn.ReLU(),
      new nn.Dropout(),
      new nn.Linear(4096, 4096),
      new nn.ReLU(),
      new nn.Dropout(),
      new nn.Linear(4096, numClasses),
    );
  }

  override forward(x: tf.Tensor): tf.Tensor {
    return tf.tidy(() => this.classifier.forward(this.features.forward(x).reshape([x.shape[0]!, -1])));
  }
}

/** AlexNet of 2012, with grouped convolutions. */
export const alexnet_2012 = published(
  "alexnet_2012",
  PAPER,
  (options?: AlexNet2012Options) => new AlexNet2012(options),
  ["groups", "numClasses"],
);
