import { tf } from "../tf.ts";
import { checkFloat } from "./check-float.ts";
import { Module } from "./module.ts";

/**
 * x · sigmoid(x), for x of any shape; also called swish: EfficientNet's activation.
 *
 * @example
 * new nn.SiLU().forward(tf.tensor([-1, 0, 1])).print(); // [-0.269, 0, 0.731]
 * @see Elfwing et al. 2017, arXiv 1702.03118
 */
export class SiLU extends Module {
  override forward(x: tf.Tensor): tf.Tensor {
    checkFloat("nn.SiLU", x);
    return tf.tidy(() => x.mul(tf.sigmoid(x)));
  }
}
