import type { Rank, Tensor } from "@tensorflow/tfjs";
import { refuse, show } from "../errors.ts";
import { conv2d } from "./conv2d.ts";
import { checkWeight } from "./geometry.ts";
import type { Conv2dOptions } from "./options.ts";

/**
 * Pointwise convolution: each pixel's channels are combined, pixels do not mix.
 *
 * @param x        [N, C_in, H, W] or [C_in, H, W] (channels last with layout "NHWC"), float32
 * @param weight   [C_out, C_in, 1, 1]
 * @param options  as for conv2d
 * @returns        [N, C_out, H, W] in x's rank and layout; the caller disposes it
 * @throws  when a kernel is not 1×1, and as conv2d does
 * @example
 * const mixed = pointwiseConv2d(tf.ones([3, 64, 64]), tf.ones([4, 3, 1, 1]));
 * console.log(mixed.shape); // [4, 64, 64]
 * @see Howard et al. 2017, https://arxiv.org/abs/1704.04861, section 3.1
 */
export function pointwiseConv2d<R extends Rank>(x: Tensor<R>, weight: Tensor, options: Conv2dOptions = {}): Tensor<R> {
  checkPointwise("pointwiseConv2d", weight);
  return conv2d(x, weight, options);
}

export function checkPointwise(who: string, weight: Tensor): void {
  const form = "weights are [C_out, C_in, 1, 1]";
  checkWeight(who, weight, form);
  if (weight.shape[2] !== 1 || weight.shape[3] !== 1) {
    refuse(who, "kernels of 1×1", show(weight), `${form}; use conv2d for larger kernels`);
  }
}
