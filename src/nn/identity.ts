import { checkAlive } from "../arguments.ts";
import type { tf } from "../tf.ts";
import { Module } from "./module.ts";

/**
 * Changes nothing, for x of any shape: it stands where a network has no layer.
 *
 * @example
 * new nn.Identity().forward(tf.tensor([-1, 2])).print(); // [-1, 2]
 * @see https://docs.pytorch.org/docs/stable/generated/torch.nn.Identity.html
 */
export class Identity extends Module {
  override forward(x: tf.Tensor): tf.Tensor {
    checkAlive("nn.Identity", "x", x, "of any shape");
    return x.clone();
  }
}
