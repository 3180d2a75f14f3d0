import type { Rank, Tensor } from "@tensorflow/tfjs";
import { checkNames } from "../arguments.ts";
import { tf } from "../tf.ts";
import { DEPTHWISE_OPTIONS, depthwiseConv2d, type DepthwiseOptions } from "./depthwise.ts";
import { pointwiseConv2d } from "./pointwise.ts";

/**
 * Depthwise separable convolution: a depthwise pass filters each channel, a pointwise pass combines them.
 *
 * @param x          [N, C_in, H, W] or [C_in, H, W] (channels last with layout "NHWC"), float32
 * @param depthwise  [C_in·m, 1, kH, kW]
 * @param pointwise  [C_out, C_in·m, 1, 1]
 * @param options    stride, padding, paddingMode and dilation of the depthwise pass; bias [C_out] of the pointwise pass; layout
 * @returns          [N, C_out, H', W'] in x's rank and layout; the caller disposes it
 * @throws  as depthwiseConv2d and pointwiseConv2d do
 * @example
 * const y = separableConv2d(tf.ones([3, 64, 64]), tf.ones([3, 1, 3, 3]), tf.ones([4, 3, 1, 1]), { padding: 1 });
 * console.log(y.shape); // [4, 64, 64]
 * @see Chollet 2017, https://arxiv.org/abs/1610.02357, section 1
 */
export function separableConv2d<R extends Rank>(
  x: Tensor<R>,
  depthwise: Tensor,
  pointwise: Tensor,
  options: DepthwiseOptions = {},
): Tensor<R> {
  checkNames("separableConv2d", options, DEPTHWISE_OPTIONS);
  const { bias, ...motion } = options;
  return tf.tidy(() =>
    pointwiseConv2d(depthwiseConv2d(x, depthwise, motion), pointwise, { bias, layout: options.layout }),
  );
}
