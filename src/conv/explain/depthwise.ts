import type { Tensor } from "@tensorflow/tfjs";
import { withGroups, type DepthwiseOptions } from "../depthwise.ts";
import { explained } from "./conv2d.ts";
import type { Explanation } from "./explanation.ts";

/**
 * Which kernels a depthwiseConv2d would run, and why, as explain.conv2d says it.
 *
 * @throws  as depthwiseConv2d does
 * @example
 * console.log(String(explain.depthwiseConv2d(tf.ones([3, 64, 64]), tf.ones([3, 1, 3, 3]))));
 */
export function depthwiseConv2d(x: Tensor, weight: Tensor, options: DepthwiseOptions = {}): Explanation {
  const who = "explain.depthwiseConv2d";
  return explained(who, x, weight, withGroups(who, x, weight, options));
}
