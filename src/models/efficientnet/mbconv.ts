import * as nn from "../../nn/index.ts";
import { tf } from "../../tf.ts";
import { Conv2dNormActivation } from "../blocks/conv-norm-activation.ts";
import { bottleneck, type Bottleneck } from "../blocks/inverted-residual.ts";
import { SqueezeExcitation } from "../blocks/squeeze-excitation.ts";
import { StochasticDepth } from "../blocks/stochastic-depth.ts";

/** What all blocks of a network have in common. */
export interface BlockOptions {
  norm: (channels: number) => nn.Module;
  activation: () => nn.Module;
  /** Whether the channels are scaled by squeeze and excitation. */
  squeezes: boolean;
}

/** An inverted residual that is dropped for some of the images while it learns. */
abstract class DroppedResidual extends nn.Module {
  block: nn.Sequential;
  stochastic_depth: StochasticDepth;
  readonly #isResidual: boolean;

  constructor({ inChannels, outChannels, stride }: Bottleneck, stochasticDepth: number, layers: nn.Module[]) {
    super();
    this.block = new nn.Sequential(...layers);
    this.stochastic_depth = new StochasticDepth(stochasticDepth, "row");
    this.#isResidual = stride === 1 && inChannels === outChannels;
  }

  override forward(x: tf.Tensor): tf.Tensor {
    if (!this.#isResidual) return this.block.forward(x);
    return tf.tidy(() => this.stochastic_depth.forward(this.block.forward(x)).add(x));
  }
}

/** MnasNet's block, with squeeze and excitation between the depthwise convolution and the last. */
export class MBConv extends DroppedResidual {
  constructor(row: Bottleneck, stochasticDepth: number, options: BlockOptions) {
    const { norm, activation, squeezes } = options;
    const { expand, depthwise, project } = bottleneck(row, { norm, activation });
    const squeeze = () => new SqueezeExcitation(row.expanded, Math.floor(row.inChannels / 4), { activation });
    super(row, stochasticDepth, [...expand, depthwise, ...(squeezes ? [squeeze()] : []), project]);
  }
}

/** The same with one standard convolution in the place of the first 1×1 and the depthwise one. */
export class FusedMBConv extends DroppedResidual {
  constructor(row: Bottleneck, stochasticDepth: number, options: BlockOptions) {
    const { inChannels, expanded, outChannels, kernelSize, stride } = row;
    const { norm, activation } = options;
    const layers =
      expanded === inChannels
        ? [new Conv2dNormActivation(inChannels, outChannels, kernelSize, { stride, norm, activation })]
        : [
            new Conv2dNormActivation(inChannels, expanded, kernelSize, { stride, norm, activation }),
            new Conv2dNormActivation(expanded, outChannels, 1, { norm, activation: null }),
          ];
    super(row, stochasticDepth, layers);
  }
}
