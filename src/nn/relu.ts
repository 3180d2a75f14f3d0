import { checkAlive } from "../arguments.ts";
import { tf } from "../tf.ts";
import { Module } from "./module.ts";

/**
 * max(0, x), for x of any shape; its gradient at 0 is 0.
 *
 * @example
 * new nn.ReLU().forward(tf.tensor([-1, 2])).print(); // [0, 2]
 * @see https://docs.pytorch.org/docs/stable/generated/torch.nn.ReLU.html
 */
export class ReLU extends Module {
  override forward(x: tf.Tensor): tf.Tensor {
    checkAlive("nn.ReLU", "x", x, "of any shape");
    return tf.relu(x);
  }
}
