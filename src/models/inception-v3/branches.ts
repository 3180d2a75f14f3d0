import * as nn from "../../nn/index.ts";
import { tf } from "../../tf.ts";

/** A module of branches: each is given x, and their channels stand side by side in what is returned. */
export abstract class Branches extends nn.Module {
  protected abstract branches(x: tf.Tensor): tf.Tensor[];

  override forward(x: tf.Tensor): tf.Tensor {
    return tf.tidy(() => tf.concat(this.branches(x), 1));
  }
}

/** x through modules one after the other. */
export const through = (x: tf.Tensor, ...modules: nn.Module[]): tf.Tensor =>
  modules.reduce((y, module) => module.forward(y), x);

/** The mean over 3×3 pixels, padding among them; the size stays. */
export const averagePool = new nn.AvgPool2d(3, { stride: 1, padding: 1 });

/** The maximum over 3×3 pixels, at half the size. */
export const maxPool = new nn.MaxPool2d(3, { stride: 2 });
