import type { Rank, Tensor } from "@tensorflow/tfjs";
import { checkNames, checkTensor, toPair, type Pair } from "../arguments.ts";
import { isTensor, refuse, show } from "../errors.ts";
import { tf } from "../tf.ts";
import { depthwiseConv2d, type DepthwiseOptions } from "./depthwise.ts";
import { featureMapsOf } from "./feature-maps.ts";
import type { Conv2dOptions } from "./options.ts";

/** Options of a spatially separable convolution. */
export type SpatiallySeparableOptions = Pick<
  Conv2dOptions,
  "stride" | "padding" | "paddingMode" | "dilation" | "layout"
>;

/**
 * Spatially separable convolution: every channel is filtered by a column k×1, then by a row 1×k.
 *
 * The result is that of the depthwise convolution with the kernel column · row (their outer product), with 2k multiplications
 * for each pixel in place of k².
 *
 * @param x        [N, C, H, W] or [C, H, W] (channels last with layout "NHWC"), float32
 * @param column   the vertical factor, kH numbers
 * @param row      the horizontal factor, kW numbers
 * @param options  stride, padding, paddingMode, dilation: of each, the height goes to the column pass, the width to the row pass; layout
 * @returns        [N, C, H', W'] in x's rank and layout, H' as for conv2d; the caller disposes it
 * @throws  when a factor is not a vector, and as conv2d does
 * @example
 * const image = tf.randomUniform([1, 64, 64]);
 * const edges = spatiallySeparableConv2d(image, [1, 2, 1], [-1, 0, 1]); // Sobel
 * console.log(edges.shape); // [1, 62, 62]
 */
export function spatiallySeparableConv2d<R extends Rank>(
  x: Tensor<R>,
  column: Tensor | readonly number[],
  row: Tensor | readonly number[],
  options: SpatiallySeparableOptions = {},
): Tensor<R> {
  const who = "spatiallySeparableConv2d";
  checkNames(who, options, ["stride", "padding", "paddingMode", "dilation", "layout"]);
  const { channels } = featureMapsOf(who, x, options.layout);
  const { paddingMode, layout } = options;
  const stride = toPair(who, "stride", options.stride ?? 1, 1);
  const dilation = toPair(who, "dilation", options.dilation ?? 1, 1);
  const padding =
    typeof options.padding === "string" ? options.padding : toPair(who, "padding", options.padding ?? 0, 0);
  const along = (axis: 0 | 1): DepthwiseOptions => {
    const only = (pair: Pair, other: number): Pair => (axis === 0 ? [pair[0], other] : [other, pair[1]]);
    const padded = typeof padding === "string" ? padding : only(padding, 0);
    return { stride: only(stride, 1), dilation: only(dilation, 1), padding: padded, paddingMode, layout };
  };
  return tf.tidy(() => {
    const columns = tf.tile(tf.reshape(vector(who, "column", column), [1, 1, -1, 1]), [channels, 1, 1, 1]);
    const rows = tf.tile(tf.reshape(vector(who, "row", row), [1, 1, 1, -1]), [channels, 1, 1, 1]);
    return depthwiseConv2d(depthwiseConv2d(x, columns, along(0)), rows, along(1));
  });
}

function vector(who: string, name: string, value: Tensor | readonly number[]): Tensor {
  if (!isTensor(value) && (!Array.isArray(value) || value.length === 0 || !value.every(Number.isFinite))) {
    refuse(who, `${name} to be a vector of numbers`, show(value), "give an array of numbers or a tensor of rank 1");
  }
  const tensor = isTensor(value) ? value : tf.tensor1d([...value]);
  checkTensor(who, name, tensor, [1], "give an array of numbers or a tensor of rank 1");
  return tensor;
}
