import * as nn from "../../nn/index.ts";
import type { tf } from "../../tf.ts";

/** torchvision's StochasticDepth: while it learns, drops the whole of each sample (row), or of the batch, with probability p. */
export class StochasticDepth extends nn.Dropout {
  readonly mode: "row" | "batch";

  constructor(p: number, mode: "row" | "batch") {
    super(p);
    this.mode = mode;
  }

  protected override maskShape(x: tf.Tensor): number[] {
    return x.shape.map((size, axis) => (axis === 0 && this.mode === "row" ? size : 1));
  }
}
