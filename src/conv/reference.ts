import type { Tensor, Tensor4D } from "@tensorflow/tfjs";
import { tf } from "../tf.ts";
import type { Pair } from "./options.ts";

/*
 * The reference path: a convolution on every tfjs backend, of stock kernels alone, inside in tfjs's own layouts: x [N, H, W, C]
 * already padded, weight [kH, kW, C_in / groups, C_out].
 *
 * Kernels of the forward pass, with padding and layout (conv2d.ts, pad.ts): Conv2D, DepthwiseConv2dNative, Transpose, Reshape,
 * PadV2, Slice, StridedSlice, Reverse, Tile, Concat, SplitV, BatchMatMul, Multiply, Add, Identity.
 * Kernels of the gradient besides: Sum, Pack.
 *
 * Stock kernels are asked only for what they do right: 'valid' padding, and stride or dilation, never both. Their gradients are
 * not used: wasm has none for the weights, and tfjs-core throws for dilation.
 */

/** How a window moves: the step between outputs and the distance between taps, each [height, width]. */
export interface Motion {
  stride: Pair;
  dilation: Pair;
}

/** Convolves in groups; the gradients for x and weight are defined on every backend. */
export function convolve(x: Tensor4D, weight: Tensor4D, groups: number, motion: Motion): Tensor4D {
  const [kernelHeight, kernelWidth, , filters] = weight.shape;
  const channels = x.shape[3];
  if (groups === 1) return differentiable(dense)(x, weight, motion);
  if (groups === channels) {
    const perChannel: Tensor4D = tf.reshape(weight, [kernelHeight, kernelWidth, channels, filters / channels]);
    return differentiable(depthwise)(x, perChannel, motion);
  }
  const weights: Tensor4D[] = tf.split(weight, groups, 3);
  return tf.concat(
    tf.split<Tensor4D>(x, groups, 3).map((part, group) => differentiable(dense)(part, weights[group]!, motion)),
    3,
  );
}

/** A convolution and its two derivatives, each as a tensor expression. */
interface Convolution {
  forward(x: Tensor4D, weight: Tensor4D, motion: Motion): Tensor4D;
  inputGradient(dy: Tensor4D, weight: Tensor4D, shape: Tensor4D["shape"], motion: Motion): Tensor4D;
  weightGradient(dy: Tensor4D, x: Tensor4D, shape: Tensor4D["shape"], motion: Motion): Tensor4D;
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

/** Every filter [kH, kW, C_in, C_out] sees every channel. */
const dense: Convolution = {
  forward(x, weight, motion) {
    const { stride, dilation } = motion;
    if (isStock(motion)) return tf.conv2d(x, weight, [...stride], "valid", "NHWC", [...dilation]);
    const [, , channels, filters] = weight.shape;
    const taps = tf.unstack(tf.reshape(weight, [-1, channels, filters]));
    const shape = outputShape(x, weight, filters, motion);
    const terms = windows(x, weight, motion).map((window, tap) =>
      tf.matMul(tf.reshape(window, [-1, channels]), taps[tap]!),
    );
    return tf.reshape(total(terms), shape);
  },
  // dL/dx is dy convolved with the kernel turned around and its channel axes swapped.
  inputGradient(dy, weight, shape, motion) {
    const turned: Tensor4D = tf.transpose(tf.reverse(weight, [0, 1]), [0, 1, 3, 2]);
    return dense.forward(spread(dy, weight, shape, motion), turned, { stride: [1, 1], dilation: motion.dilation });
  },
  // dL/dw of a tap is the matrix product of what that tap saw with dy. Transposed first: wasm multiplies fast only what is plain.
  weightGradient(dy, x, shape, motion) {
    const rows = tf.reshape(dy, [-1, shape[3]]);
    const seen = windows(x, { shape }, motion).map((window) => tf.transpose(tf.reshape(window, [-1, shape[2]])));
    return tf.reshape(tf.stack(seen.map((columns) => tf.matMul(columns, rows))), shape);
  },
};

/** Every channel has filters of its own, [kH, kW, C, multiplier]. */
const depthwise: Convolution = {
  forward(x, weight, motion) {
    const { stride, dilation } = motion;
    if (isStock(motion)) return tf.depthwiseConv2d(x, weight, [...stride], "valid", "NHWC", [...dilation]);
    const [, , channels, multiplier] = weight.shape;
    const taps = tf.unstack(tf.reshape(weight, [-1, 1, channels, multiplier]));
    const shape = outputShape(x, weight, channels * multiplier, motion);
    const terms = windows(x, weight, motion).map((window, tap) =>
      tf.mul(tf.reshape(window, [-1, channels, 1]), taps[tap]!),
    );
    return tf.reshape(total(terms), shape);
  },
  inputGradient(dy, weight, shape, motion) {
    const [height, width, channels, multiplier] = weight.shape;
    const turned: Tensor4D = tf.reshape(tf.reverse(weight, [0, 1]), [height, width, channels * multiplier, 1]);
    const each = depthwise.forward(spread(dy, weight, shape, motion), turned, {
      stride: [1, 1],
      dilation: motion.dilation,
    });
    return tf.reshape(tf.sum(tf.reshape(each, [-1, multiplier]), 1), shape);
  },
  weightGradient(dy, x, shape, motion) {
    const [, , channels, multiplier] = shape;
    const rows = tf.reshape(dy, [-1, channels, multiplier]);
    const seen = windows(x, { shape }, motion).map((window) => tf.reshape(window, [-1, channels, 1]));
    return tf.reshape(tf.stack(seen.map((window) => tf.sum(tf.mul(window, rows), 0))), shape);
  },
};

/** tfjs-core refuses a stride and a dilation together. */
const isStock = ({ stride, dilation }: Motion) => Math.max(...stride) === 1 || Math.max(...dilation) === 1;

const outputSize = (size: number, kernel: number, axis: 0 | 1, { stride, dilation }: Motion) =>
  Math.floor((size - dilation[axis] * (kernel - 1) - 1) / stride[axis]) + 1;

function outputShape(
  x: Tensor4D,
  weight: { shape: Tensor4D["shape"] },
  filters: number,
  motion: Motion,
): Tensor4D["shape"] {
  const [batch, height, width] = x.shape;
  return [
    batch,
    outputSize(height, weight.shape[0], 0, motion),
    outputSize(width, weight.shape[1], 1, motion),
    filters,
  ];
}

/** For each tap of the kernel, row by row, the pixels that it meets: tensors [N, H', W', C]. */
function windows(x: Tensor4D, weight: { shape: Tensor4D["shape"] }, motion: Motion): Tensor4D[] {
  const { stride, dilation } = motion;
  const [kernelHeight, kernelWidth] = weight.shape;
  const [batch, height, width, channels] = outputShape(x, weight, x.shape[3], motion);
  return Array.from({ length: kernelHeight * kernelWidth }, (_, tap) => {
    const top = Math.floor(tap / kernelWidth) * dilation[0];
    const left = (tap % kernelWidth) * dilation[1];
    const end = [batch, top + (height - 1) * stride[0] + 1, left + (width - 1) * stride[1] + 1, channels];
    return tf.stridedSlice(x, [0, top, left, 0], end, [1, ...stride, 1]) as Tensor4D;
  });
}

/** dy with the steps of the stride as zeros between its pixels, and padded so that a turned kernel meets all of x. */
function spread(dy: Tensor4D, weight: Tensor4D, [, height, width]: Tensor4D["shape"], motion: Motion): Tensor4D {
  const apart = stretch(stretch(dy, 1, motion.stride[0]), 2, motion.stride[1]);
  const around = (axis: 0 | 1, size: number): [number, number] => {
    const reach = motion.dilation[axis] * (weight.shape[axis] - 1);
    return [reach, size - apart.shape[axis + 1]!];
  };
  return tf.pad(apart, [[0, 0], around(0, height), around(1, width), [0, 0]]);
}

/** Puts step − 1 zeros between neighbours along an axis. */
function stretch(x: Tensor4D, axis: 1 | 2, step: number): Tensor4D {
  if (step === 1) return x;
  const size = x.shape[axis];
  const inner = x.shape.slice(axis + 1).reduce((a, b) => a * b, 1);
  const shape = [...x.shape] as [number, number, number, number];
  shape[axis] = size * step;
  const spaced: Tensor4D = tf.reshape(
    tf.pad(tf.reshape(x, [-1, 1, inner]), [
      [0, 0],
      [0, step - 1],
      [0, 0],
    ]),
    shape,
  );
  shape[axis] = (size - 1) * step + 1;
  return tf.slice(spaced, [0, 0, 0, 0], shape);
}

const total = (terms: Tensor[]): Tensor => terms.reduce((sum, term) => tf.add(sum, term));
