import type { Pair } from "../arguments.ts";
import { tf } from "../tf.ts";
import { Module } from "./module.ts";
import { places, pool, windowsOf, type PoolOptions, type Window } from "./window.ts";

/** Options of `nn.AvgPool2d`, named and meant as in PyTorch. */
export interface AvgPool2dOptions extends PoolOptions {
  /** Whether padding counts among the values that are averaged; true by default. */
  countIncludePad?: boolean;
}

/**
 * The mean of the values under each window.
 *
 * `forward` takes x [N, C, H, W] or [C, H, W] and returns the same with H' = ⌊(H + 2p − k) / s⌋ + 1 (⌈ ⌉ with ceilMode).
 *
 * @throws  when padding is more than half the kernel, or x smaller than it
 * @example
 * console.log(new nn.AvgPool2d(2).forward(tf.ones([1, 8, 56, 56])).shape); // [1, 8, 28, 28]
 * @see https://docs.pytorch.org/docs/stable/generated/torch.nn.AvgPool2d.html
 */
export class AvgPool2d extends Module {
  readonly windows: readonly [Window, Window];
  readonly countIncludePad: boolean;

  constructor(kernelSize: number | Pair, options: AvgPool2dOptions = {}) {
    super();
    const known = ["stride", "padding", "ceilMode", "countIncludePad"];
    this.windows = windowsOf("nn.AvgPool2d", kernelSize, options, known);
    this.countIncludePad = options.countIncludePad ?? true;
  }

  override forward(x: tf.Tensor): tf.Tensor {
    return tf.tidy(() => {
      const sums = pool("nn.AvgPool2d", x, this.windows, 0, tf.add);
      const [rows, columns] = this.windows.map((window, i) => this.#covered(x.shape.at(i - 2)!, window));
      return sums.div(tf.tensor2d(rows!.map((row) => columns!.map((column) => row * column))));
    });
  }

  /** How many values each place of the window averages along an axis. */
  #covered(size: number, window: Window): number[] {
    return Array.from({ length: places(size, window) }, (_, i) => {
      const start = i * window.stride - window.padding;
      const end = Math.min(start + window.kernel, size + window.padding);
      return this.countIncludePad ? end - start : Math.min(end, size) - Math.max(start, 0);
    });
  }
}
