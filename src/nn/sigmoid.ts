import { tf } from "../tf.ts";
import { checkFloat } from "./check-float.ts";
import { Module } from "./module.ts";

/**
 * 1 / (1 + e⁻ˣ), for x of any shape.
 *
 * @example
 * new nn.Sigmoid().forward(tf.tensor([-1, 0, 1])).print(); // [0.269, 0.5, 0.731]
 * @see https://docs.pytorch.org/docs/stable/generated/torch.nn.Sigmoid.html
 */
export class Sigmoid extends Module {
  override forward(x: tf.Tensor): tf.Tensor {
    checkFloat("nn.Sigmoid", x);
    return tf.sigmoid(x);
  }
}
