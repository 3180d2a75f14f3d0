import { toEntry } from "../arguments.ts";
import * as nn from "../nn/index.ts";
import { tf } from "../tf.ts";
import { LayerNorm2d } from "./blocks/layer-norm-2d.ts";
import { Permute } from "./blocks/permute.ts";
import { StochasticDepth } from "./blocks/stochastic-depth.ts";
import { Network } from "./network.ts";
import { published } from "./published.ts";

const PAPER = { title: "A ConvNet for the 2020s", authors: "Liu et al.", year: 2022, where: "arXiv 2201.03545" };

/** Section 3: B, the blocks in each stage, and C, their channels; Appendix A: the share of blocks dropped at the end. */
const CONFIGURATIONS = {
  tiny: { depths: [3, 3, 9, 3], channels: [96, 192, 384, 768], stochasticDepth: 0.1 },
  small: { depths: [3, 3, 27, 3], channels: [96, 192, 384, 768], stochasticDepth: 0.4 },
  base: { depths: [3, 3, 27, 3], channels: [128, 256, 512, 1024], stochasticDepth: 0.5 },
  large: { depths: [3, 3, 27, 3], channels: [192, 384, 768, 1536], stochasticDepth: 0.5 },
  xlarge: { depths: [3, 3, 27, 3], channels: [256, 512, 1024, 2048], stochasticDepth: 0.2 },
};

const norm = (channels: number) => new LayerNorm2d(channels, { eps: 1e-6 });

/** Figure 4: a depthwise 7×7 convolution, then at each pixel a layer to four times the channels and one back. */
class CNBlock extends nn.Module {
  declare readonly layerScale: tf.Variable;
  block: nn.Sequential;
  stochastic_depth: StochasticDepth;

  constructor(channels: number, layerScale: number, stochasticDepth: number) {
    super();
    this.registerParameter("layer_scale", [channels, 1, 1], () => new Float32Array(channels).fill(layerScale));
    this.block = new nn.Sequential(
      new nn.Conv2d(channels, channels, 7, { padding: 3, groups: channels }),
      new Permute([0, 2, 3, 1]),
      new nn.LayerNorm(channels, { eps: 1e-6 }),
      new nn.Linear(channels, 4 * channels),
      new nn.GELU(),
      new nn.Linear(4 * channels, channels),
      new Permute([0, 3, 1, 2]),
    );
    this.stochastic_depth = new StochasticDepth(stochasticDepth, "row");
  }

  override forward(x: tf.Tensor): tf.Tensor {
    return tf.tidy(() => this.stochastic_depth.forward(this.block.forward(x).mul(this.layerScale)).add(x));
  }
}

/** Options of ConvNeXt. */
export interface ConvNeXtOptions {
  /** What each block's output is multiplied by at first; 1e-6 by default. */
  layerScale?: number;
  numClasses?: number;
}

/**
 * ConvNeXt, a ResNet with the choices of vision transformers: [N, 3, 224, 224] → [N, numClasses].
 *
 * @param size  "tiny", "small", "base", "large" or "xlarge": the paper's T, S, B, L, XL
 * @example
 * const network = new models.ConvNeXt("tiny");
 * console.log(count.module(network, network.inputShape).macs / 1e9); // about 4.5
 */
export class ConvNeXt extends Network {
  readonly inputShape = [3, 224, 224] as const;
  features: nn.Sequential;
  avgpool = new nn.AdaptiveAvgPool2d(1);
  classifier: nn.Sequential;

  constructor(size: keyof typeof CONFIGURATIONS, { layerScale = 1e-6, numClasses = 1000 }: ConvNeXtOptions = {}) {
    super();
    const { depths, channels, stochasticDepth } = toEntry("models.ConvNeXt", "size", size, CONFIGURATIONS);
    const last = depths.reduce((a, b) => a + b) - 1;
    let index = 0;
    const stages = depths.map((depth, i) => {
      const block = () => new CNBlock(channels[i]!, layerScale, (stochasticDepth * index++) / last);
      return new nn.Sequential(...Array.from({ length: depth }, block));
    });
    this.features = new nn.Sequential(
      new nn.Sequential(new nn.Conv2d(3, channels[0]!, 4, { stride: 4 }), norm(channels[0]!)),
      ...stages.flatMap((stage, i) => (i === 0 ? [stage] : [downsampling(channels[i - 1]!, channels[i]!), stage])),
    );
    this.classifier = new nn.Sequential(
      norm(channels.at(-1)!),
      new nn.Flatten(),
      new nn.Linear(channels.at(-1)!, numClasses),
    );
  }

  override forward(x: tf.Tensor): tf.Tensor {
    return tf.tidy(() => this.classifier.forward(this.avgpool.forward(this.features.forward(x))));
  }
}

const downsampling = (inChannels: number, outChannels: number) =>
  new nn.Sequential(norm(inChannels), new nn.Conv2d(inChannels, outChannels, 2, { stride: 2 }));

const convnext = (size: keyof typeof CONFIGURATIONS) =>
  published(`convnext_${size}`, PAPER, (options?: ConvNeXtOptions) => new ConvNeXt(size, options), [
    "layerScale",
    "numClasses",
  ]);

/** ConvNeXt-T. */
export const convnextTiny = convnext("tiny");
/** ConvNeXt-S. */
export const convnextSmall = convnext("small");
/** ConvNeXt-B. */
export const convnextBase = convnext("base");
/** ConvNeXt-L. */
export const convnextLarge = convnext("large");
/** ConvNeXt-XL. */
export const convnextXlarge = convnext("xlarge");
