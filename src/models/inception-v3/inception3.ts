import { toFlag } from "../../arguments.ts";
import * as nn from "../../nn/index.ts";
import { tf } from "../../tf.ts";
import { Network } from "../network.ts";
import { published } from "../published.ts";
import { BasicConv2d } from "./basic-conv2d.ts";
import { through } from "./branches.ts";
import { InceptionA } from "./inception-a.ts";
import { InceptionAux } from "./inception-aux.ts";
import { InceptionB } from "./inception-b.ts";
import { InceptionC } from "./inception-c.ts";
import { InceptionD } from "./inception-d.ts";
import { InceptionE } from "./inception-e.ts";

const PAPER = {
  title: "Rethinking the Inception Architecture for Computer Vision",
  authors: "Szegedy et al.",
  year: 2015,
  where: "arXiv 1512.00567",
};

/** Options of Inception v3. */
export interface Inception3Options {
  /** Whether there is a second classifier, for training; true by default. */
  auxLogits?: boolean;
  numClasses?: number;
}

/** What Inception v3 returns while it learns: [N, numClasses] of each of its classifiers. */
export type InceptionOutputs = { logits: tf.Tensor; auxLogits: tf.Tensor };

/**
 * Inception v3 with torchvision's layers, of which the paper's table 1 is an outline: [N, 3, 299, 299] → [N, numClasses].
 * While it learns, it returns both classifiers' as `{ logits, auxLogits }`.
 *
 * @example
 * const network = new models.Inception3({ auxLogits: false });
 * console.log(count.module(network, network.inputShape).outputShape); // [1, 1000]
 */
export class Inception3 extends Network<tf.Tensor | InceptionOutputs> {
  readonly inputShape = [3, 299, 299] as const;
  Conv2d_1a_3x3 = new BasicConv2d(3, 32, 3, { stride: 2 });
  Conv2d_2a_3x3 = new BasicConv2d(32, 32, 3);
  Conv2d_2b_3x3 = new BasicConv2d(32, 64, 3, { padding: 1 });
  maxpool1 = new nn.MaxPool2d(3, { stride: 2 });
  Conv2d_3b_1x1 = new BasicConv2d(64, 80, 1);
  Conv2d_4a_3x3 = new BasicConv2d(80, 192, 3);
  maxpool2 = new nn.MaxPool2d(3, { stride: 2 });
  Mixed_5b = new InceptionA(192, 32);
  Mixed_5c = new InceptionA(256, 64);
  Mixed_5d = new InceptionA(288, 64);
  Mixed_6a = new InceptionB(288);
  Mixed_6b = new InceptionC(768, 128);
  Mixed_6c = new InceptionC(768, 160);
  Mixed_6d = new InceptionC(768, 160);
  Mixed_6e = new InceptionC(768, 192);
  AuxLogits: InceptionAux | undefined;
  Mixed_7a = new InceptionD(768);
  Mixed_7b = new InceptionE(1280);
  Mixed_7c = new InceptionE(2048);
  avgpool = new nn.AdaptiveAvgPool2d(1);
  dropout = new nn.Dropout();
  fc: nn.Linear;

  constructor({ auxLogits = true, numClasses = 1000 }: Inception3Options = {}) {
    super();
    if (toFlag("models.Inception3", "auxLogits", auxLogits)) this.AuxLogits = new InceptionAux(768, numClasses);
    this.fc = new nn.Linear(2048, numClasses);
  }

  override forward(x: tf.Tensor): tf.Tensor | InceptionOutputs {
    return tf.tidy(() => {
      const early = through(x, this.Conv2d_1a_3x3, this.Conv2d_2a_3x3, this.Conv2d_2b_3x3, this.maxpool1);
      const stem = through(early, this.Conv2d_3b_1x1, this.Conv2d_4a_3x3, this.maxpool2);
      const large = through(stem, this.Mixed_5b, this.Mixed_5c, this.Mixed_5d);
      const medium = through(large, this.Mixed_6a, this.Mixed_6b, this.Mixed_6c, this.Mixed_6d, this.Mixed_6e);
      const small = through(medium, this.Mixed_7a, this.Mixed_7b, this.Mixed_7c);
      const features = through(small, this.avgpool, this.dropout).reshape([x.shape[0]!, -1]);
      const logits = this.fc.forward(features);
      return this.training && this.AuxLogits ? { logits, auxLogits: this.AuxLogits.forward(medium) } : logits;
    });
  }
}

/** Inception v3. */
export const inceptionV3 = published("inception_v3", PAPER, (options?: Inception3Options) => new Inception3(options), [
  "auxLogits",
  "numClasses",
]);
