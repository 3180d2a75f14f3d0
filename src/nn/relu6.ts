import { checkAlive } from "../arguments.ts";
import { tf } from "../tf.ts";
import { Module } from "./module.ts";

/**
 * min(max(0, x), 6), for x of any shape: MobileNet's activation, which keeps its precision in few bits; its gradient at 0 and 6 is 0.
 *
 * @example
 * new nn.ReLU6().forward(tf.tensor([-1, 2, 9])).print(); // [0, 2, 6]
 * @see https://docs.pytorch.org/docs/stable/generated/torch.nn.ReLU6.html
 */
export class ReLU6 extends Module {
  override forward(x: tf.Tensor): tf.Tensor {
    checkAlive("nn.ReLU6", "x", x, "of any shape");
    // Not tf.relu6, whose gradient at 6 is 1 where PyTorch's is 0: of equal values, minimum gives it to the first.
    return tf.tidy(() => tf.minimum(6, tf.relu(x)));
  }
}
