import type { Rank, Tensor } from "@tensorflow/tfjs";
import { checkNames, checkTensor } from "../arguments.ts";
import { refuse, show } from "../errors.ts";
import { conv2d } from "./conv2d.ts";
import { featureMapsOf } from "./feature-maps.ts";
import { CONV2D_OPTIONS, type Conv2dOptions } from "./options.ts";

/** Options of a depthwise convolution: those of conv2d but groups, which is the channel count. */
export type DepthwiseOptions = Omit<Conv2dOptions, "groups">;

/**
 * Depthwise convolution: each input channel is filtered by its own kernels; channels do not mix.
 *
 * @param x        [N, C, H, W] or [C, H, W] (channels last with layout "NHWC"), float32
 * @param weight   [C·m, 1, kH, kW]; m is the channel multiplier
 * @param options  bias [C·m], stride, padding, paddingMode, dilation, activation, layout
 * @returns        [N, C·m, H', W'] in x's rank and layout, H' as for conv2d; the caller disposes it
 * @throws  when the first size of weight is not a multiple of C, and as conv2d does
 * @example
 * const sums = depthwiseConv2d(tf.ones([3, 64, 64]), tf.ones([3, 1, 3, 3]), { padding: 1 });
 * console.log(sums.shape); // [3, 64, 64]
 * @see Howard et al. 2017, https://arxiv.org/abs/1704.04861, section 3.1
 */
export function depthwiseConv2d<R extends Rank>(
  x: Tensor<R>,
  weight: Tensor,
  options: DepthwiseOptions = {},
): Tensor<R> {
  return conv2d(x, weight, withGroups("depthwiseConv2d", x, weight, options));
}

/** The same as options of conv2d, once they and weight are known to be those of a depthwise convolution. */
export function withGroups(who: string, x: Tensor, weight: Tensor, options: DepthwiseOptions): Conv2dOptions {
  checkNames(who, options, DEPTHWISE_OPTIONS);
  return { ...options, groups: toDepthwise(who, x, weight, options) };
}

/** The groups of a depthwise convolution, which are the channels of x, once weight is known to be one for them. */
export function toDepthwise(who: string, x: Tensor, weight: Tensor, { layout }: DepthwiseOptions): number {
  const { channels } = featureMapsOf(who, x, layout);
  const form = `[${channels}·m, 1, kH, kW]`;
  checkTensor(who, "weight", weight, [4], `weights are ${form}`);
  if (weight.shape[0]! % channels !== 0) {
    refuse(who, `weight's first size to be a multiple of C = ${channels}`, show(weight.shape), `use ${form}`);
  }
  return channels;
}

export const DEPTHWISE_OPTIONS = CONV2D_OPTIONS.filter((name) => name !== "groups");
