import type { Tensor, Tensor4D } from "@tensorflow/tfjs";
import { tf } from "../../tf.ts";
import type { Convolution, Motion } from "./convolution.ts";
import { dense } from "./dense.ts";
import { depthwise } from "./depthwise.ts";

/*
 * The reference path: a convolution on every tfjs backend, of stock kernels alone, inside in tfjs's own layouts: x [N, H, W, C]
 * already padded, weight [kH, kW, C_in / groups, C_out].
 *
 * Kernels of the forward pass, with padding and layout (conv2d.ts, pad.ts): Conv2D, DepthwiseConv2dNative, Transpose, Reshape,
 * PadV2, Slice, Reverse, Tile, Concat, SplitV, BatchMatMul, Multiply, Add, AddN, Sum.
 * Kernels of the gradient besides: Pack.
 *
 * Stock kernels are asked only for what they do right: 'valid' padding, and stride or dilation, never both. Their gradients are
 * not used: wasm has none for the weights, and tfjs-core throws for dilation.
 */

/** Convolves in groups; the gradients for x and weight are defined on every backend. */
export function convolve(x: Tensor4D, weight: Tensor4D, groups: number, motion: Motion): Tensor4D {
  if (groups === 1) return differentiable(dense)(x, weight, motion);
  if (x.shape[3] / groups <= FEW) return convolveFew(x, weight, groups, motion);
  const weights: Tensor4D[] = tf.split(weight, groups, 3);
  const parts: Tensor4D[] = tf.split(x, groups, 3);
  return tf.concat(
    parts.map((part, group) => differentiable(dense)(part, weights[group]!, motion)),
    3,
  );
}

/** Up to so many channels in a group, one depthwise pass and a sum within each group are faster than a convolution for each. */
const FEW = 4;

/** Each channel through its kernels of each filter, then the sum over the channels of a group. */
function convolveFew(x: Tensor4D, weight: Tensor4D, groups: number, motion: Motion): Tensor4D {
  const [kernelHeight, kernelWidth, perGroup, filters] = weight.shape;
  const outPerGroup = filters / groups;
  const taps = tf.reshape(weight, [kernelHeight * kernelWidth, perGroup, groups, outPerGroup]);
  const shape: Tensor4D["shape"] = [kernelHeight, kernelWidth, groups * perGroup, outPerGroup];
  const maps = differentiable(depthwise)(x, tf.reshape(tf.transpose(taps, [0, 2, 1, 3]), shape), motion);
  if (perGroup === 1) return maps;
  const [batch, height, width] = maps.shape;
  return tf.reshape(tf.sum(tf.reshape(maps, [-1, groups, perGroup, outPerGroup]), 2), [batch, height, width, filters]);
}

function differentiable({ forward, inputGradient, weightGradient }: Convolution) {
  return (x: Tensor4D, weight: Tensor4D, motion: Motion): Tensor4D =>
    tf.customGrad((...args) => {
      const [x, weight, save] = args as unknown as [Tensor4D, Tensor4D, (tensors: Tensor[]) => void];
      save([x, weight]);
      return {
        value: forward(x, weight, motion),
        gradFunc: (dy: Tensor, saved: Tensor[]) => {
          const [x, weight] = saved as [Tensor4D, Tensor4D];
          return [
            inputGradient(dy as Tensor4D, weight, x.shape, motion),
            weightGradient(dy as Tensor4D, x, weight.shape, motion),
          ];
        },
      };
    })(x, weight) as Tensor4D;
}
