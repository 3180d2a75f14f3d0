import type { Rank, Tensor, Tensor4D } from "@tensorflow/tfjs";
import { checkNames } from "../arguments.ts";
import { tf } from "../tf.ts";
import type { Activation } from "./activation.ts";
import { checkChannels } from "./channels.ts";
import { toDepthwise, DEPTHWISE_OPTIONS, type DepthwiseOptions } from "./depthwise.ts";
import { depthwisePointwise } from "./depthwise-pointwise.ts";
import { throughBlank } from "./empty-batch.ts";
import { checkFinish, fill, geometryOf, problemFor, type Geometry } from "./geometry.ts";
import type { Finish } from "./kernel.ts";
import { checkPointwise } from "./pointwise.ts";
import { resultShape, type Problem } from "./problem.ts";

/** Options of a separable convolution: bias and activation are those of the pointwise pass, the others of the depthwise pass. */
export interface SeparableOptions extends DepthwiseOptions {
  /** One value for each channel of the depthwise pass, [C_in·m]. */
  depthwiseBias?: Tensor | undefined;
  /** What the depthwise pass's result goes through. */
  depthwiseActivation?: Activation | undefined;
}

/**
 * Depthwise separable convolution: a depthwise pass filters each channel, a pointwise pass combines them.
 *
 * @param x          [N, C_in, H, W] or [C_in, H, W] (channels last with layout "NHWC"), float32
 * @param depthwise  [C_in·m, 1, kH, kW]
 * @param pointwise  [C_out, C_in·m, 1, 1]
 * @param options    stride, padding, paddingMode and dilation of the depthwise pass; bias [C_out] and activation of the pointwise
 *                   pass; depthwiseBias [C_in·m] and depthwiseActivation between the two; layout
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
  options: SeparableOptions = {},
): Tensor<R> {
  const { geometry, problem, middle, finish } = separate("separableConv2d", x, depthwise, pointwise, options);
  return tf.tidy(() => {
    if (x.size === 0) {
      return throughBlank(x, (blank) => separableConv2d(blank, depthwise, pointwise, options)) as Tensor<R>;
    }
    const [first, second] = [depthwise as Tensor4D, pointwise as Tensor4D];
    const y = depthwisePointwise(fill(x, geometry), first, second, middle, finish, problem);
    return (x.rank === 4 ? y : tf.squeeze(y, [0])) as Tensor as Tensor<R>;
  });
}

/** Checks everything that can be wrong with a separable convolution, and spells it out. */
export function separate(
  who: string,
  x: Tensor,
  depthwise: Tensor,
  pointwise: Tensor,
  options: SeparableOptions,
): { geometry: Geometry; problem: Problem; middle: Finish; finish: Finish } {
  checkNames(who, options, [...DEPTHWISE_OPTIONS, "depthwiseBias", "depthwiseActivation"]);
  const { bias, activation, depthwiseBias, depthwiseActivation, ...pass } = options;
  const middle = { bias: depthwiseBias, activation: depthwiseActivation };
  const finish = { bias, activation };
  const geometry = geometryOf(who, x, depthwise, { ...pass, groups: toDepthwise(who, x, depthwise, options) });
  const problem = problemFor(x, depthwise, geometry);
  checkFinish(who, middle, problem.outChannels, MIDDLE);
  checkPointwise(who, pointwise);
  checkChannels(who, resultShape(problem), pointwise.shape, problem.outChannels, 1);
  checkFinish(who, finish, pointwise.shape[0]!);
  return { geometry, problem, middle, finish };
}

const MIDDLE = { bias: "depthwiseBias", activation: "depthwiseActivation", filters: "C_in·m" };
