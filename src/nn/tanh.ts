import { tf } from "../tf.ts";
import { checkFloat } from "./check-float.ts";
import { Module } from "./module.ts";

/**
 * (eˣ − e⁻ˣ) / (eˣ + e⁻ˣ), for x of any shape.
 *
 * @example
 * new nn.Tanh().forward(tf.tensor([-1, 0, 1])).print(); // [-0.762, 0, 0.762]
 * @see https://docs.pytorch.org/docs/stable/generated/torch.nn.Tanh.html
 */
export class Tanh extends Module {
  override forward(x: tf.Tensor): tf.Tensor {
    checkFloat("nn.Tanh", x);
    return tf.tanh(x);
  }
}
