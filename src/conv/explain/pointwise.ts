import type { Tensor } from "@tensorflow/tfjs";
import type { Conv2dOptions } from "../options.ts";
import { checkPointwise } from "../pointwise.ts";
import { explained } from "./conv2d.ts";
import type { Explanation } from "./explanation.ts";

/**
 * Which kernels a pointwiseConv2d would run, and why, as explain.conv2d says it.
 *
 * @throws  as pointwiseConv2d does
 * @example
 * console.log(String(explain.pointwiseConv2d(tf.ones([3, 64, 64]), tf.ones([4, 3, 1, 1]))));
 */
export function pointwiseConv2d(x: Tensor, weight: Tensor, options: Conv2dOptions = {}): Explanation {
  const who = "explain.pointwiseConv2d";
  checkPointwise(who, weight);
  return explained(who, x, weight, options);
}
