import { checkAlive } from "../arguments.ts";
import { isMeta } from "../device/meta/meta.ts";
import { refuse, show } from "../errors.ts";
import { tf } from "../tf.ts";
import { Module } from "./module.ts";
import { uniform } from "./random.ts";

/**
 * While it learns, sets each value to 0 with probability p and multiplies the others by 1 / (1 − p); after eval() it
 * changes nothing. x has any shape. The choice follows manualSeed(), though not PyTorch's sequence.
 *
 * @throws  when p is not from 0 to 1
 * @example
 * const dropout = new nn.Dropout(0.5).eval();
 * dropout.forward(tf.tensor([1, 2])).print(); // [1, 2]
 * @see https://docs.pytorch.org/docs/stable/generated/torch.nn.Dropout.html
 */
export class Dropout extends Module {
  readonly p: number;

  constructor(p = 0.5) {
    super();
    if (!(p >= 0 && p <= 1)) refuse("nn.Dropout", "a probability from 0 to 1", show(p), "use one such as 0.5");
    this.p = p;
  }

  override forward(x: tf.Tensor): tf.Tensor {
    checkAlive(`nn.${this.constructor.name}`, "x", x, "of any shape");
    if (!this.training) return x.clone();
    return tf.tidy(() => {
      const shape = this.maskShape(x);
      if (isMeta()) return x.mul(tf.fill(shape, 0));
      const draw = uniform(tf.util.sizeFromShape(shape))();
      const kept = draw.map((u) => (u < this.p ? 0 : 1 / (1 - this.p)));
      return x.mul(tf.tensor(kept, shape));
    });
  }

  /** The shape over which values are dropped apart from each other. */
  protected maskShape(x: tf.Tensor): number[] {
    return x.shape;
  }
}
