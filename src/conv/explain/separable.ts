import type { Tensor, Tensor4D } from "@tensorflow/tfjs";
import { pointwiseProblem } from "../depthwise-pointwise.ts";
import { choose } from "../kernels.ts";
import { separate, type SeparableOptions } from "../separable.ts";
import { Explanation, step } from "./explanation.ts";

/**
 * Which kernels a separableConv2d would run, forward and backward, and why. Where the device has a kernel for both passes at
 * once the first step is that one, and the second the depthwise pass again: its result, which that kernel never writes, is what
 * the gradients start from. Nothing is computed.
 *
 * @param x          as for separableConv2d
 * @param depthwise  as for separableConv2d
 * @param pointwise  as for separableConv2d
 * @param options    as for separableConv2d
 * @returns          the steps, forward before backward; printed, a table
 * @throws  as separableConv2d does
 * @example
 * const steps = explain.separableConv2d(tf.ones([3, 64, 64]), tf.ones([3, 1, 3, 3]), tf.ones([4, 3, 1, 1]));
 * console.log(steps.map(({ pass, operation, kernel }) => `${pass} ${operation}: ${kernel}`));
 */
export function separableConv2d(
  x: Tensor,
  depthwise: Tensor,
  pointwise: Tensor,
  options: SeparableOptions = {},
): Explanation {
  const first = separate("explain.separableConv2d", x, depthwise, pointwise, options).problem;
  const second = pointwiseProblem(pointwise as Tensor4D, first);
  const { device, kernel, passedOver } = choose("separable", first, second);
  const forward = step("depthwise", "forward", first);
  return Explanation.of(
    ...(kernel
      ? [{ ...forward, pass: "both" as const, kernel: kernel.name, about: kernel.about, device, passedOver }, forward]
      : [{ ...forward, passedOver: [...passedOver, ...forward.passedOver] }, step("pointwise", "forward", second)]),
    step("pointwise", "inputGradient", second),
    step("pointwise", "weightGradient", second),
    step("depthwise", "inputGradient", first),
    step("depthwise", "weightGradient", first),
  ) as Explanation;
}
