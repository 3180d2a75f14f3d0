import * as nn from "../../nn/index.ts";
import type { tf } from "../../tf.ts";

/** torchvision's Permute: the axes in another order. */
export class Permute extends nn.Module {
  readonly dims: readonly number[];

  constructor(dims: readonly number[]) {
    super();
    this.dims = dims;
  }

  override forward(x: tf.Tensor): tf.Tensor {
    return x.transpose([...this.dims]);
  }
}
