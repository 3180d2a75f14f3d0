import type { Pair } from "../arguments.ts";
import { tf } from "../tf.ts";
import { Module } from "./module.ts";
import { pool, windowsOf, type PoolOptions, type Window } from "./window.ts";

/** Options of `nn.MaxPool2d`, named and meant as in PyTorch. */
export interface MaxPool2dOptions extends PoolOptions {
  /** Distance between the pixels that a window looks at. */
  dilation?: number | Pair;
}

/**
 * The largest value under each window. Of equal values the first, row by row, gets the gradient.
 *
 * `forward` takes x [N, C, H, W] or [C, H, W] and returns the same with H' = ⌊(H + 2p − d(k − 1) − 1) / s⌋ + 1 (⌈ ⌉ with ceilMode).
 *
 * @throws  when padding is more than half the kernel, or x smaller than it
 * @example
 * console.log(new nn.MaxPool2d(3, { stride: 2, padding: 1 }).forward(tf.ones([1, 8, 56, 56])).shape); // [1, 8, 28, 28]
 * @see https://docs.pytorch.org/docs/stable/generated/torch.nn.MaxPool2d.html
 */
export class MaxPool2d extends Module {
  readonly windows: readonly [Window, Window];

  constructor(kernelSize: number | Pair, options: MaxPool2dOptions = {}) {
    super();
    const known = ["stride", "padding", "dilation", "ceilMode"];
    this.windows = windowsOf("nn.MaxPool2d", kernelSize, options, known);
  }

  override forward(x: tf.Tensor): tf.Tensor {
    return tf.tidy(() => pool("nn.MaxPool2d", x, this.windows, -Infinity, tf.maximum));
  }
}
