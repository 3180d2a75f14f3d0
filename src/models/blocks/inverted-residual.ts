import * as nn from "../../nn/index.ts";
import { tf } from "../../tf.ts";
import { Conv2dNormActivation } from "./conv-norm-activation.ts";

/** One line of a table of inverted residuals. */
export interface Bottleneck {
  inChannels: number;
  /** Channels of the depthwise convolution. */
  expanded: number;
  outChannels: number;
  kernelSize: number;
  stride: number;
}

type Options = Pick<NonNullable<ConstructorParameters<typeof Conv2dNormActivation>[3]>, "norm" | "activation">;

/** The convolutions of an inverted residual: 1×1 to more channels (none where there are no more), depthwise, 1×1 back without activation. */
export function bottleneck({ inChannels, expanded, outChannels, kernelSize, stride }: Bottleneck, options: Options) {
  return {
    expand: expanded === inChannels ? [] : [new Conv2dNormActivation(inChannels, expanded, 1, options)],
    depthwise: new Conv2dNormActivation(expanded, expanded, kernelSize, { stride, groups: expanded, ...options }),
    project: new Conv2dNormActivation(expanded, outChannels, 1, { ...options, activation: null }),
  };
}

/** A narrow layer to the next, wide in between; x is added where the shape stays. */
export class InvertedResidual extends nn.Module {
  readonly #field: string;
  readonly #layers: nn.Sequential;
  readonly #isResidual: boolean;

  /** @param field  what torchvision calls the layers, which differs from network to network */
  constructor(field: string, { inChannels, outChannels, stride }: Bottleneck, layers: readonly nn.Module[]) {
    super();
    this.#field = field;
    this.#layers = new nn.Sequential(...layers);
    this.#isResidual = stride === 1 && inChannels === outChannels;
  }

  override forward(x: tf.Tensor): tf.Tensor {
    return this.#isResidual ? tf.tidy(() => x.add(this.#layers.forward(x))) : this.#layers.forward(x);
  }

  override submodules(): Array<[string, nn.Module]> {
    return [[this.#field, this.#layers]];
  }
}
