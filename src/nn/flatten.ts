import { checkAlive, checkNames } from "../arguments.ts";
import { refuse, show } from "../errors.ts";
import type { tf } from "../tf.ts";
import { Module } from "./module.ts";

/**
 * Joins the axes from startDim to endDim (1 and −1 by default) into one: [N, C, H, W] becomes [N, C·H·W].
 *
 * @throws  when x has no such axes
 * @example
 * console.log(new nn.Flatten().forward(tf.ones([2, 3, 4, 4])).shape); // [2, 48]
 * @see https://docs.pytorch.org/docs/stable/generated/torch.nn.Flatten.html
 */
export class Flatten extends Module {
  readonly startDim: number;
  readonly endDim: number;

  constructor(options: { startDim?: number; endDim?: number } = {}) {
    super();
    checkNames("nn.Flatten", options, ["startDim", "endDim"]);
    const { startDim = 1, endDim = -1 } = options;
    this.startDim = startDim;
    this.endDim = endDim;
  }

  override forward(x: tf.Tensor): tf.Tensor {
    checkAlive("nn.Flatten", "x", x, "of any shape");
    const [start, end] = [this.startDim, this.endDim].map((dim) => (dim < 0 ? x.rank + dim : dim)) as [number, number];
    if (!(start >= 0 && start <= end && end < x.rank)) {
      refuse(
        "nn.Flatten",
        `x with axes ${this.startDim} to ${this.endDim}`,
        show(x),
        "give x a batch axis, or choose other axes",
      );
    }
    const joined = x.shape.slice(start, end + 1).reduce((a, b) => a * b);
    return x.reshape(x.shape.toSpliced(start, end - start + 1, joined));
  }
}
