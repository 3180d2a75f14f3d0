import type { tf } from "../tf.ts";
import { Dropout } from "./dropout.ts";

/**
 * Dropout of whole feature maps: x [N, C, H, W] or [C, H, W] loses a channel of a sample with probability p.
 *
 * @example
 * console.log(new nn.Dropout2d(0.2).forward(tf.ones([1, 8, 4, 4])).shape); // [1, 8, 4, 4]
 * @see https://docs.pytorch.org/docs/stable/generated/torch.nn.Dropout2d.html
 */
export class Dropout2d extends Dropout {
  protected override maskShape(x: tf.Tensor): number[] {
    return [...x.shape.slice(0, -2), 1, 1];
  }
}
