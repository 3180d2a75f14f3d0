import { tf } from "../tf.ts";
import { checkFloat } from "./check-float.ts";
import { Module } from "./module.ts";

/**
 * min(max(0, x + 3), 6) / 6, for x of any shape: a sigmoid of straight lines; its gradient at ±3 is 0.
 *
 * @example
 * new nn.Hardsigmoid().forward(tf.tensor([-4, 0, 1.5])).print(); // [0, 0.5, 0.75]
 * @see Howard et al. 2019, arXiv 1905.02244, section 5.2
 */
export class Hardsigmoid extends Module {
  override forward(x: tf.Tensor): tf.Tensor {
    checkFloat("nn.Hardsigmoid", x);
    return tf.tidy(() => hardsigmoid(x));
  }
}

/** Its gradient is PyTorch's: of equal values, minimum gives it to the first, and relu gives none at 0. */
export const hardsigmoid = (x: tf.Tensor): tf.Tensor => tf.minimum(6, x.add(3).relu()).div(6);
