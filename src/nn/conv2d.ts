import { checkNames, toGroups, toWhole, type Pair } from "../arguments.ts";
import type { Activation } from "../conv/activation.ts";
import { conv2d } from "../conv/conv2d.ts";
import type { Conv2dOptions, PaddingMode } from "../conv/options.ts";
import { placementOf } from "../conv/placement.ts";
import { featureMapsOf } from "../conv/feature-maps.ts";
import { refuse, show } from "../errors.ts";
import type { tf } from "../tf.ts";
import { kaimingUniform } from "./init.ts";
import { Module } from "./module.ts";

/** Options of `nn.Conv2d`, named and meant as in PyTorch. */
export interface Conv2dLayerOptions extends Omit<Conv2dOptions, "bias" | "layout" | "activation"> {
  /** Whether a learned value is added to each output channel; true by default. */
  bias?: boolean | undefined;
}

/**
 * A convolution layer that owns its weight [C_out, C_in / groups, kH, kW] and bias [C_out].
 *
 * `forward` takes x [N, C_in, H, W] or [C_in, H, W] and returns [N, C_out, H', W'] of the same rank.
 *
 * @throws  when groups does not divide both channel counts, or x has other channels
 * @example
 * const depthwise = new nn.Conv2d(3, 3, 3, { padding: 1, groups: 3, bias: false });
 * console.log(depthwise.forward(tf.ones([3, 64, 64])).shape, depthwise.weight.size); // [3, 64, 64], 27
 * depthwise.dispose();
 * @see https://docs.pytorch.org/docs/stable/generated/torch.nn.Conv2d.html
 */
export class Conv2d extends Module {
  readonly inChannels: number;
  readonly outChannels: number;
  readonly kernelSize: Pair;
  readonly stride: Pair;
  readonly padding: Pair | "same" | "valid";
  readonly paddingMode: PaddingMode;
  readonly dilation: Pair;
  readonly groups: number;
  declare readonly weight: tf.Variable;
  declare readonly bias: tf.Variable | undefined;

  constructor(inChannels: number, outChannels: number, kernelSize: number | Pair, options: Conv2dLayerOptions = {}) {
    super();
    checkNames("nn.Conv2d", options, ["stride", "padding", "paddingMode", "dilation", "groups", "bias"]);
    const { padding = 0, groups = 1, bias = true } = options;
    const placement = placementOf("nn.Conv2d", kernelSize, options);
    this.inChannels = toWhole("nn.Conv2d", "inChannels", inChannels, 1);
    this.outChannels = toWhole("nn.Conv2d", "outChannels", outChannels, 1);
    this.kernelSize = placement.kernel;
    this.stride = placement.stride;
    this.padding = typeof padding === "number" ? [padding, padding] : padding;
    this.paddingMode = placement.paddingMode;
    this.dilation = placement.dilation;
    this.groups = toGroups("nn.Conv2d", groups, inChannels, outChannels);
    const weight = [outChannels, inChannels / groups, ...this.kernelSize];
    const fanIn = weight.slice(1).reduce((a, b) => a * b);
    this.registerParameter("weight", weight, kaimingUniform(outChannels * fanIn, fanIn));
    if (bias) this.registerParameter("bias", [outChannels], kaimingUniform(outChannels, fanIn));
  }

  override forward<R extends tf.Rank>(x: tf.Tensor<R>): tf.Tensor<R> {
    return this.convolve(x);
  }

  /** Refuses maps of other channels. */
  checkInput(x: tf.Tensor): void {
    const { channels } = featureMapsOf("nn.Conv2d", x);
    if (channels !== this.inChannels) {
      const form = `x to be [N, ${this.inChannels}, H, W] or [${this.inChannels}, H, W]`;
      refuse("nn.Conv2d", form, show(x), `make the layer with inChannels ${channels}, or change what comes before`);
    }
  }

  /** What the layer gives, through an activation if it has one. */
  protected convolve<R extends tf.Rank>(x: tf.Tensor<R>, activation?: Activation): tf.Tensor<R> {
    this.checkInput(x);
    const { weight, bias, stride, padding, paddingMode, dilation, groups } = this;
    return conv2d(x, weight, { bias, stride, padding, paddingMode, dilation, groups, activation });
  }
}
