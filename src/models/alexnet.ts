import * as nn from "../nn/index.ts";
import { tf } from "../tf.ts";
import { Network } from "./network.ts";
import { published } from "./published.ts";

const PAPER = {
  title: "One weird trick for parallelizing convolutional neural networks",
  authors: "Krizhevsky",
  year: 2014,
  where: "arXiv 1404.5997",
};

/**
 * AlexNet in one column, as torchvision has it: [N, 3, 224, 224] → [N, numClasses].
 *
 * @example
 * const network = new models.AlexNet({ numClasses: 10 });
 * console.log(count.module(network, network.inputShape).outputShape); // [1, 10]
 */
export class AlexNet extends Network {
  readonly inputShape = [3, 224, 224] as const;
  features = new nn.Sequential(
    new nn.Conv2d(3, 64, 11, { stride: 4, padding: 2 }),
    new nn.ReLU(),
    new nn.MaxPool2d(3, { stride: 2 }),
    new nn.Conv2d(64, 192, 5, { padding: 2 }),
    new nn.ReLU(),
    new nn.MaxPool2d(3, { stride: 2 }),
    new nn.Conv2d(192, 384, 3, { padding: 1 }),
    new nn.ReLU(),
    new nn.Conv2d(384, 256, 3, { padding: 1 }),
    new nn.ReLU(),
    new nn.Conv2d(256, 256, 3, { padding: 1 }),
    new nn.ReLU(),
    new nn.MaxPool2d(3, { stride: 2 }),
  );
  avgpool = new nn.AdaptiveAvgPool2d(6);
  classifier: nn.Sequential;

  constructor({ numClasses = 1000 } = {}) {
    super();
    this.classifier = new nn.Sequential(
      new nn.Dropout(),
      new nn.Linear(256 * 6 * 6, 4096),
      new nn.ReLU(),
      new nn.Dropout(),
      new nn.Linear(4096, 4096),
      new nn.ReLU(),
      new nn.Linear(4096, numClasses),
    );
  }

  override forward(x: tf.Tensor): tf.Tensor {
    return tf.tidy(() => {
      const maps = this.avgpool.forward(this.features.forward(x));
      return this.classifier.forward(maps.reshape([x.shape[0]!, -1]));
    });
  }
}

/** AlexNet (torchvision). */
export const alexnet = published("alexnet", PAPER, (options?: { numClasses?: number }) => new AlexNet(options));
