import { tf } from "../tf.ts";
import { checkFloat } from "./check-float.ts";
import { hardsigmoid } from "./hardsigmoid.ts";
import { Module } from "./module.ts";

/**
 * x · min(max(0, x + 3), 6) / 6, for x of any shape: MobileNet v3's activation; its gradient is 0 at −3 and 1 at 3.
 *
 * @example
 * new nn.Hardswish().forward(tf.tensor([-4, 1, 4])).print(); // [0, 0.667, 4]
 * @see Howard et al. 2019, arXiv 1905.02244, section 5.2
 */
export class Hardswish extends Module {
  override forward(x: tf.Tensor): tf.Tensor {
    checkFloat("nn.Hardswish", x);
    return tf.tidy(() => x.mul(hardsigmoid(x)));
  }
}
