import { checkNames, toFinite, toWhole } from "../arguments.ts";
import { refuse, show } from "../errors.ts";
import { tf } from "../tf.ts";
import { checkFloat } from "./check-float.ts";
import { Module } from "./module.ts";

/** Options of `nn.LocalResponseNorm`, named and meant as in PyTorch. */
export interface LocalResponseNormOptions {
  /** What the mean of squares is multiplied by; 1e-4 by default. Papers that write a sum have PyTorch's alpha / size. */
  alpha?: number;
  /** The power; 0.75 by default. */
  beta?: number;
  /** Added to the mean of squares; 1 by default. */
  k?: number;
}

/**
 * Divides each value by (k + alpha / size · Σ x²)^beta, the sum over `size` neighbouring channels.
 *
 * `forward` takes x [N, C, *] of three axes or more and returns the same shape.
 *
 * @throws  when x has fewer than three axes
 * @example
 * const norm = new nn.LocalResponseNorm(5, { alpha: 5e-4, beta: 0.75, k: 2 });
 * console.log(norm.forward(tf.ones([1, 96, 55, 55])).shape); // [1, 96, 55, 55]
 * @see Krizhevsky et al. 2012, section 3.3
 */
export class LocalResponseNorm extends Module {
  readonly size: number;
  readonly alpha: number;
  readonly beta: number;
  readonly k: number;

  constructor(size: number, options: LocalResponseNormOptions = {}) {
    super();
    checkNames("nn.LocalResponseNorm", options, ["alpha", "beta", "k"]);
    const { alpha = 1e-4, beta = 0.75, k = 1 } = options;
    this.size = toWhole("nn.LocalResponseNorm", "size", size, 1);
    this.alpha = toFinite("nn.LocalResponseNorm", "alpha", alpha);
    this.beta = toFinite("nn.LocalResponseNorm", "beta", beta);
    this.k = toFinite("nn.LocalResponseNorm", "k", k);
  }

  override forward(x: tf.Tensor): tf.Tensor {
    checkFloat("nn.LocalResponseNorm", x);
    if (x.rank < 3) refuse("nn.LocalResponseNorm", "x to be [N, C, *]", show(x), "give x a batch axis and a size");
    const [samples, channels, ...size] = x.shape as [number, number, ...number[]];
    if (x.size === 0) return x.clone();
    const { alpha, beta, k } = this;
    const before = Math.floor(this.size / 2);
    return tf.tidy(() => {
      // Channels stand for height and pixels for channels, so that a pooling window slides over channels.
      const squares = x.square().reshape([samples, channels, 1, tf.util.sizeFromShape(size)]);
      const ends: Array<[number, number]> = [
        [0, 0],
        [before, this.size - 1 - before],
        [0, 0],
        [0, 0],
      ];
      const means = tf.avgPool(tf.pad(squares, ends) as tf.Tensor4D, [this.size, 1], 1, "valid");
      return x.div(means.mul(alpha).add(k).pow(beta).reshape(x.shape));
    });
  }
}
