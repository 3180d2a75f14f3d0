import type { Rank, Tensor, Tensor4D } from "@tensorflow/tfjs";
import { tf } from "../tf.ts";
import { convolution } from "./convolution.ts";
import { throughBlank } from "./empty-batch.ts";
import { fill, geometryOf, problemFor } from "./geometry.ts";
import type { Conv2dOptions } from "./options.ts";

/**
 * Two-dimensional convolution with every option of PyTorch's; differentiable in x, weight and bias.
 *
 * @param x        [N, C_in, H, W] or [C_in, H, W] ([N, H, W, C_in] or [H, W, C_in] with layout "NHWC"), float32
 * @param weight   [C_out, C_in / groups, kH, kW] in both layouts
 * @param options  bias [C_out], stride, padding, paddingMode, dilation, groups, activation, layout
 * @returns        [N, C_out, H', W'] of x's rank and layout, H' = ⌊(H + 2·padding − dilation·(kH − 1) − 1) / stride⌋ + 1; the caller disposes it
 * @throws  when the sizes do not fit each other, a number is not a whole one in range, an option does not exist, or a tensor is disposed
 * @example
 * const x = tf.ones([3, 64, 64]);
 * const y = conv2d(x, tf.ones([4, 3, 3, 3]), { padding: 1 });
 * console.log(y.shape); // [4, 64, 64]
 * @see https://docs.pytorch.org/docs/stable/generated/torch.nn.Conv2d.html
 */
export function conv2d<R extends Rank>(x: Tensor<R>, weight: Tensor, options: Conv2dOptions = {}): Tensor<R> {
  const geometry = geometryOf("conv2d", x, weight, options);
  return tf.tidy(() => {
    if (x.size === 0) return throughBlank(x, (blank) => conv2d(blank, weight, options)) as Tensor<R>;
    const y = convolution(fill(x, geometry), weight as Tensor4D, options, problemFor(x, weight, geometry));
    return (x.rank === 4 ? y : tf.squeeze(y, [0])) as Tensor as Tensor<R>;
  });
}
