import { checkNames } from "../arguments.ts";
import { refuse, show } from "../errors.ts";
import { tf } from "../tf.ts";
import { checkFloat } from "./check-float.ts";
import { Module } from "./module.ts";

/**
 * eˣ over its sum along the axis `dim`, which may count from the end: shares that add up to 1. x has any shape.
 *
 * @throws  when x has no such axis
 * @example
 * new nn.Softmax({ dim: 1 }).forward(tf.tensor([[1, 1, 1, 1]])).print(); // [[0.25, 0.25, 0.25, 0.25]]
 * @see https://docs.pytorch.org/docs/stable/generated/torch.nn.Softmax.html
 */
export class Softmax extends Module {
  readonly dim: number;

  constructor(options: { dim: number }) {
    super();
    checkNames("nn.Softmax", options, ["dim"]);
    const { dim } = options;
    if (!Number.isSafeInteger(dim)) refuse("nn.Softmax", "dim to be an integer", show(dim), "give an axis, such as 1");
    this.dim = dim;
  }

  override forward(x: tf.Tensor): tf.Tensor {
    checkFloat("nn.Softmax", x);
    const axis = this.dim < 0 ? x.rank + this.dim : this.dim;
    if (!(axis >= 0 && axis < x.rank)) {
      refuse("nn.Softmax", `x with an axis ${this.dim}`, show(x), "choose another dim");
    }
    if (axis === x.rank - 1 || x.size === 0) return tf.softmax(x);
    const order = x.shape
      .map((_, i) => i)
      .with(axis, x.rank - 1)
      .with(x.rank - 1, axis);
    return tf.tidy(() => tf.softmax(x.transpose(order)).transpose(order));
  }
}
