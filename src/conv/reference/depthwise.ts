import type { Tensor4D } from "@tensorflow/tfjs";
import { tf } from "../../tf.ts";
import { isStock, outputShape, type Convolution } from "./convolution.ts";
import { spread } from "./spread.ts";
import { windows } from "./windows.ts";

/** Every channel has filters of its own, [kH, kW, C, multiplier]. */
export const depthwise: Convolution = {
  forward(x, weight, motion) {
    const { stride, dilation } = motion;
    if (isStock(motion)) return tf.depthwiseConv2d(x, weight, [...stride], "valid", "NHWC", [...dilation]);
    const [kernelHeight, kernelWidth, channels, multiplier] = weight.shape;
    const taps = tf.split(tf.reshape(weight, [-1, channels, multiplier]), kernelHeight * kernelWidth);
    const shape = outputShape(x, weight.shape, channels * multiplier, motion);
    const terms = windows(x, weight.shape, motion).map((window, tap) =>
      tf.mul(tf.reshape(window, [-1, channels, 1]), taps[tap]!),
    );
    return tf.reshape(tf.addN(terms), shape);
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
  // dL/dw of a tap and a channel is the scalar product of what that tap saw with dy.
  weightGradient(dy, x, shape, motion) {
    const [, , channels, multiplier] = shape;
    const apart = tf.transpose(tf.reshape(dy, [-1, channels, multiplier]), [2, 0, 1]);
    const rows = tf.split(tf.reshape(apart, [-1, channels]), multiplier);
    const seen = windows(x, shape, motion).map((window) => tf.reshape(window, [-1, channels]));
    const taps = seen.map((pixels) =>
      tf.stack(
        rows.map((row) => tf.sum(tf.mul(pixels, row), 0)),
        1,
      ),
    );
    return tf.reshape(tf.stack(taps), shape);
  },
};
