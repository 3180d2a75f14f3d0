import { toEntry } from "../arguments.ts";
import * as nn from "../nn/index.ts";
import { tf } from "../tf.ts";
import { responseNormalization } from "./blocks/response-normalization.ts";
import { Network } from "./network.ts";
import { published } from "./published.ts";

const PAPER = {
  title: "Very Deep Convolutional Networks for Large-Scale Image Recognition",
  authors: "Simonyan and Zisserman",
  year: 2014,
  where: "arXiv 1409.1556",
};

/** Output channels of a 3×3 convolution, or what stands in their place. */
type Step = number | "1×1" | "LRN" | "M";

/** The columns of table 1: "M" is max pooling, "1×1" a convolution of that size that keeps the channels. */
const CONFIGURATIONS = {
  A: [64, "M", 128, "M", 256, 256, "M", 512, 512, "M", 512, 512, "M"],
  "A-LRN": [64, "LRN", "M", 128, "M", 256, 256, "M", 512, 512, "M", 512, 512, "M"],
  B: [64, 64, "M", 128, 128, "M", 256, 256, "M", 512, 512, "M", 512, 512, "M"],
  C: [64, 64, "M", 128, 128, "M", 256, 256, "1×1", "M", 512, 512, "1×1", "M", 512, 512, "1×1", "M"],
  D: [64, 64, "M", 128, 128, "M", 256, 256, 256, "M", 512, 512, 512, "M", 512, 512, 512, "M"],
  E: [64, 64, "M", 128, 128, "M", 256, 256, 256, 256, "M", 512, 512, 512, 512, "M", 512, 512, 512, 512, "M"],
} satisfies Record<string, Step[]>;

/** Options of VGG. */
export interface VGGOptions {
  /** Whether batch norm follows each convolution, as in torchvision's `_bn`; false by default. */
  batchNorm?: boolean;
  numClasses?: number;
}

/**
 * VGG: [N, 3, 224, 224] → [N, numClasses]. Its configurations are the columns of the paper's table 1.
 *
 * @example
 * const network = new models.VGG("D", { numClasses: 10 });
 * console.log(count.module(network, network.inputShape).outputShape); // [1, 10]
 */
export class VGG extends Network {
  readonly inputShape = [3, 224, 224] as const;
  features: nn.Sequential;
  avgpool = new nn.AdaptiveAvgPool2d(7);
  classifier: nn.Sequential;

  constructor(configuration: keyof typeof CONFIGURATIONS, { batchNorm = false, numClasses = 1000 }: VGGOptions = {}) {
    super();
    const steps: Step[] = toEntry("models.VGG", "configuration", configuration, CONFIGURATIONS);
    let channels = 3;
    const layers = steps.flatMap((step): nn.Module[] => {
      if (step === "M") return [new nn.MaxPool2d(2)];
      if (step === "LRN") return [responseNormalization()];
      const [out, kernelSize] = step === "1×1" ? [channels, 1] : [step, 3];
      const conv = new nn.Conv2d(channels, out, kernelSize, { padding: (kernelSize - 1) / 2 });
      channels = out;
      return [conv, ...(batchNorm ? [new nn.BatchNorm2d(out)] : []), new nn.ReLU()];
    });
    this.features = new nn.Sequential(...layers);
    this.classifier = new nn.Sequential(
      new nn.Linear(512 * 7 * 7, 4096),
      new nn.ReLU(),
      new nn.Dropout(),
      new nn.Linear(4096, 4096),
      new nn.ReLU(),
      new nn.Dropout(),
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

const vgg = (name: string, configuration: keyof typeof CONFIGURATIONS, batchNorm = false) =>
  published(
    name,
    PAPER,
    (options?: Omit<VGGOptions, "batchNorm">) => new VGG(configuration, { ...options, batchNorm }),
  );

/** VGG-11, configuration A. */
export const vgg11 = vgg("vgg11", "A");
/** VGG-11 with batch norm. */
export const vgg11Bn = vgg("vgg11_bn", "A", true);
/** VGG-11 with local response normalization, configuration A-LRN. */
export const vgg11Lrn = vgg("vgg11_lrn", "A-LRN");
/** VGG-13, configuration B. */
export const vgg13 = vgg("vgg13", "B");
/** VGG-13 with batch norm. */
export const vgg13Bn = vgg("vgg13_bn", "B", true);
/** VGG-16 with three 1×1 convolutions, configuration C. */
export const vgg16C = vgg("vgg16_c", "C");
/** VGG-16, configuration D. */
export const vgg16 = vgg("vgg16", "D");
/** VGG-16 with batch norm. */
export const vgg16Bn = vgg("vgg16_bn", "D", true);
/** VGG-19, configuration E. */
export const vgg19 = vgg("vgg19", "E");
/** VGG-19 with batch norm. */
export const vgg19Bn = vgg("vgg19_bn", "E", true);
