import { toPair, type Pair } from "../arguments.ts";
import { throughBlank } from "../conv/empty-batch.ts";
import { featureMapsOf } from "../conv/feature-maps.ts";
import { tf } from "../tf.ts";
import { Module } from "./module.ts";

/**
 * Means over windows chosen so that the output has a given size: output i of n averages pixels ⌊i·H / n⌋ to ⌈(i + 1)·H / n⌉.
 *
 * `forward` takes x [N, C, H, W] or [C, H, W] and returns the same with the output size.
 *
 * @throws  when the output size is not one or two whole numbers, or x is not feature maps
 * @example
 * console.log(new nn.AdaptiveAvgPool2d(1).forward(tf.ones([1, 1024, 7, 7])).shape); // [1, 1024, 1, 1]
 * @see https://docs.pytorch.org/docs/stable/generated/torch.nn.AdaptiveAvgPool2d.html
 */
export class AdaptiveAvgPool2d extends Module {
  readonly outputSize: Pair;

  constructor(outputSize: number | Pair) {
    super();
    this.outputSize = toPair("nn.AdaptiveAvgPool2d", "outputSize", outputSize, 1);
  }

  override forward(x: tf.Tensor): tf.Tensor {
    const { size } = featureMapsOf("nn.AdaptiveAvgPool2d", x);
    if (x.size === 0) return throughBlank(x, (blank) => this.forward(blank));
    const [height, width] = size;
    const [rows, columns] = this.outputSize;
    if (rows === height && columns === width) return x.clone();
    if (rows === 1 && columns === 1) return tf.mean(x, [-2, -1], true);
    return tf.tidy(() => {
      const narrow = averageLastAxis(x.reshape([-1, height, width]), columns);
      const small = averageLastAxis(narrow.transpose([0, 2, 1]), rows).transpose([0, 2, 1]);
      return small.reshape([...x.shape.slice(0, -2), rows, columns]);
    });
  }
}

/** [M, K, L] → [M, K, count], as a product with the matrix of the windows' shares: the mean is separable. */
function averageLastAxis(x: tf.Tensor, count: number): tf.Tensor {
  const [maps, lines, length] = x.shape as [number, number, number];
  const windows = Array.from({ length: count }, (_, i) => {
    const [start, end] = [Math.floor((i * length) / count), Math.ceil(((i + 1) * length) / count)];
    return Array.from({ length }, (_, at) => (at >= start && at < end ? 1 / (end - start) : 0));
  });
  return x.reshape<tf.Tensor2D>([-1, length]).matMul(tf.tensor2d(windows), false, true).reshape([maps, lines, count]);
}
