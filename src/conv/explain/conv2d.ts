import type { Tensor } from "@tensorflow/tfjs";
import { geometryOf, problemFor } from "../geometry.ts";
import type { Conv2dOptions } from "../options.ts";
import { Explanation, step } from "./explanation.ts";

/**
 * Which kernels of the current device a conv2d would run, forward and backward, and why: the same choice as conv2d itself
 * makes. Nothing is computed.
 *
 * @param x        as for conv2d
 * @param weight   as for conv2d
 * @param options  as for conv2d
 * @returns        a step each for the result, its gradient for x and its gradient for weight; printed, a table
 * @throws  as conv2d does
 * @example
 * const [forward] = explain.conv2d(tf.ones([3, 64, 64]), tf.ones([4, 3, 3, 3]), { padding: 1 });
 * console.log(`${forward.kernel} on ${forward.device}: ${forward.about}`);
 */
export const conv2d = (x: Tensor, weight: Tensor, options: Conv2dOptions = {}): Explanation =>
  explained("explain.conv2d", x, weight, options);

export function explained(who: string, x: Tensor, weight: Tensor, options: Conv2dOptions): Explanation {
  const problem = problemFor(x, weight, geometryOf(who, x, weight, options));
  const operations = ["forward", "inputGradient", "weightGradient"] as const;
  return Explanation.from(operations, (operation) => step("convolution", operation, problem)) as Explanation;
}
