import type { Activation } from "../../conv/activation.ts";
import { separableConv2d } from "../../conv/separable.ts";
import type { tf } from "../../tf.ts";
import { Conv2d } from "../conv2d.ts";
import { Module } from "../module.ts";
import type { Folded } from "./fold.ts";
import type { Link } from "./links.ts";

/** A convolution, the batch norm and the activation behind it as one. */
export class FusedConv2d extends Conv2d {
  readonly activation: Activation | undefined;

  constructor({ conv, activation }: Link, { weight, bias }: Folded) {
    const { inChannels, outChannels, kernelSize, stride, padding, paddingMode, dilation, groups } = conv;
    const options = { stride, padding, paddingMode, dilation, groups, bias: bias !== undefined };
    super(inChannels, outChannels, kernelSize, options);
    this.adoptParameter("weight", weight);
    if (bias) this.adoptParameter("bias", bias);
    this.activation = activation;
    this.training = false;
  }

  override forward<R extends tf.Rank>(x: tf.Tensor<R>): tf.Tensor<R> {
    return this.convolve(x, this.activation);
  }
}

/** A depthwise and a pointwise convolution, each with what is behind it, as one. */
export class FusedSeparableConv2d extends Module {
  readonly depthwise: tf.Variable;
  readonly pointwise: tf.Variable;
  readonly depthwiseBias: tf.Variable | undefined;
  readonly bias: tf.Variable | undefined;
  readonly #run: (x: tf.Tensor) => tf.Tensor;

  constructor([first, second]: readonly [Link, Link], depthwise: Folded, pointwise: Folded) {
    super();
    this.depthwise = depthwise.weight;
    this.pointwise = pointwise.weight;
    this.depthwiseBias = depthwise.bias;
    this.bias = pointwise.bias;
    this.training = false;
    const { stride, padding, paddingMode, dilation } = first.conv;
    const middle = { depthwiseBias: this.depthwiseBias, depthwiseActivation: first.activation };
    const finish = { bias: this.bias, activation: second.activation };
    const options = { stride, padding, paddingMode, dilation, ...middle, ...finish };
    this.#run = (x) => {
      first.conv.checkInput(x);
      return separableConv2d(x, this.depthwise, this.pointwise, options);
    };
  }

  override forward(x: tf.Tensor): tf.Tensor {
    return this.#run(x);
  }
}
