import type { Tensor4D } from "@tensorflow/tfjs";
import { tf } from "../../tf.ts";
import { isStock, outputShape, type Convolution } from "./convolution.ts";
import { spread } from "./spread.ts";
import { windows } from "./windows.ts";

/** Every filter [kH, kW, C_in, C_out] sees every channel. */
export const dense: Convolution = {
  forward(x, weight, motion) {
    const { stride, dilation } = motion;
    if (isStock(motion)) return tf.conv2d(x, weight, [...stride], "valid", "NHWC", [...dilation]);
    const [kernelHeight, kernelWidth, channels, filters] = weight.shape;
    const taps = tf.split(tf.reshape(weight, [-1, filters]), kernelHeight * kernelWidth);
    const shape = outputShape(x, weight.shape, filters, motion);
    const terms = windows(x, weight.shape, motion).map((window, tap) =>
      tf.matMul(tf.reshape(window, [-1, channels]), taps[tap]!),
    );
    return tf.reshape(tf.addN(terms), shape);
  },
  // dL/dx is dy convolved with the kernel turned around and its channel axes swapped.
  inputGradient(dy, weight, shape, motion) {
    const turned: Tensor4D = tf.transpose(tf.reverse(weight, [0, 1]), [0, 1, 3, 2]);
    return dense.forward(spread(dy, weight, shape, motion), turned, { stride: [1, 1], dilation: motion.dilation });
  },
  // dL/dw of a tap is the matrix product of what that tap saw with dy. Transposed first: on wasm the product that transposes
  // itself is ten times slower.
  weightGradient(dy, x, shape, motion) {
    const [, , channels, filters] = shape;
    const rows = tf.reshape(dy, [-1, filters]);
    const seen = windows(x, shape, motion).map((window) => tf.transpose(tf.reshape(window, [-1, channels])));
    return tf.reshape(tf.stack(seen.map((columns) => tf.matMul(columns, rows))), shape);
  },
};
