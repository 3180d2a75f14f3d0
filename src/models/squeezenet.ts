import { toEntry } from "../arguments.ts";
import * as nn from "../nn/index.ts";
import { tf } from "../tf.ts";
import { Network } from "./network.ts";
import { published } from "./published.ts";

const PAPER = {
  title: "SqueezeNet: AlexNet-level accuracy with 50x fewer parameters and <0.5MB model size",
  authors: "Iandola et al.",
  year: 2016,
  where: "arXiv 1602.07360",
};

/** Figure 1: few 1×1 filters, then 1×1 and 3×3 ones beside each other. */
class Fire extends nn.Module {
  squeeze: nn.Conv2d;
  squeeze_activation = new nn.ReLU();
  expand1x1: nn.Conv2d;
  expand1x1_activation = new nn.ReLU();
  expand3x3: nn.Conv2d;
  expand3x3_activation = new nn.ReLU();

  constructor(inChannels: number, s1x1: number, e1x1: number, e3x3: number) {
    super();
    this.squeeze = new nn.Conv2d(inChannels, s1x1, 1);
    this.expand1x1 = new nn.Conv2d(s1x1, e1x1, 1);
    this.expand3x3 = new nn.Conv2d(s1x1, e3x3, 3, { padding: 1 });
  }

  override forward(x: tf.Tensor): tf.Tensor {
    return tf.tidy(() => {
      const squeezed = this.squeeze_activation.forward(this.squeeze.forward(x));
      const small = this.expand1x1_activation.forward(this.expand1x1.forward(squeezed));
      const large = this.expand3x3_activation.forward(this.expand3x3.forward(squeezed));
      return tf.concat([small, large], 1);
    });
  }
}

const pool = () => new nn.MaxPool2d(3, { stride: 2, ceilMode: true });

/** 1.0 is table 1 of the paper; 1.1, which pools earlier, is of the authors' repository. */
const VERSIONS = {
  "1.0": () => [
    new nn.Conv2d(3, 96, 7, { stride: 2 }),
    new nn.ReLU(),
    pool(),
    new Fire(96, 16, 64, 64),
    new Fire(128, 16, 64, 64),
    new Fire(128, 32, 128, 128),
    pool(),
    new Fire(256, 32, 128, 128),
    new Fire(256, 48, 192, 192),
    new Fire(384, 48, 192, 192),
    new Fire(384, 64, 256, 256),
    pool(),
    new Fire(512, 64, 256, 256),
  ],
  "1.1": () => [
    new nn.Conv2d(3, 64, 3, { stride: 2 }),
    new nn.ReLU(),
    pool(),
    new Fire(64, 16, 64, 64),
    new Fire(128, 16, 64, 64),
    pool(),
    new Fire(128, 32, 128, 128),
    new Fire(256, 32, 128, 128),
    pool(),
    new Fire(256, 48, 192, 192),
    new Fire(384, 48, 192, 192),
    new Fire(384, 64, 256, 256),
    new Fire(512, 64, 256, 256),
  ],
};

/**
 * SqueezeNet, without a linear layer: [N, 3, 224, 224] → [N, numClasses].
 *
 * @example
 * const network = new models.SqueezeNet("1.1", { numClasses: 10 });
 * console.log(count.module(network, network.inputShape).outputShape); // [1, 10]
 */
export class SqueezeNet extends Network {
  readonly inputShape = [3, 224, 224] as const;
  features: nn.Sequential;
  classifier: nn.Sequential;

  constructor(version: keyof typeof VERSIONS, { numClasses = 1000 } = {}) {
    super();
    this.features = new nn.Sequential(...toEntry("models.SqueezeNet", "version", version, VERSIONS)());
    this.classifier = new nn.Sequential(
      new nn.Dropout(),
      new nn.Conv2d(512, numClasses, 1),
      new nn.ReLU(),
      new nn.AdaptiveAvgPool2d(1),
    );
  }

  override forward(x: tf.Tensor): tf.Tensor {
    return tf.tidy(() => this.classifier.forward(this.features.forward(x)).reshape([x.shape[0]!, -1]));
  }
}

type Options = { numClasses?: number };

/** SqueezeNet 1.0. */
export const squeezenet1_0 = published("squeezenet1_0", PAPER, (options?: Options) => new SqueezeNet("1.0", options));
/** SqueezeNet 1.1: as accurate, with 2.4 times fewer computations. */
export const squeezenet1_1 = published("squeezenet1_1", PAPER, (options?: Options) => new SqueezeNet("1.1", options));
