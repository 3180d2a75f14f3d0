import type { Tensor4D } from "@tensorflow/tfjs";
import type { Operations } from "../../conv/kernel.ts";
import { inputShape, weightShape, type Problem } from "../../conv/problem.ts";
import { tf } from "../../tf.ts";
import { finish, fused, isFused } from "./finish.ts";
import { operate } from "./operate.ts";
import { packed } from "./packed.ts";
import { disclose, enclose, enclosed, placing } from "./placing.ts";

/** Convolutions in any number of groups: TensorFlow sees the groups by the filter's channels. */
export const standard: Pick<Operations, "forward" | "inputGradient" | "weightGradient"> = {
  forward(x, weight, last, problem) {
    if (isFused(last, problem)) return fused("Conv2D", [x, toHWIO(weight)], last, placing(problem));
    return finish(operate("Conv2D", [x, toHWIO(weight)], placing(problem)), last, problem);
  },
  inputGradient(dy, weight, problem) {
    const whole = enclosed(problem);
    const size = tf.tensor1d(inputShape(whole), "int32");
    const dx = operate<Tensor4D>("Conv2DBackpropInput", [size, toHWIO(weight), dy], placing(whole));
    return disclose(dx, problem, inputShape(problem));
  },
  weightGradient(dy, x, problem) {
    const [filters, channels, height, width] = weightShape(problem);
    const size = tf.tensor1d([height, width, channels, filters], "int32");
    const [maps, placed] = trimmed(enclose(x, problem), enclosed(problem));
    return toOIHW(operate("Conv2DBackpropFilter", [maps, size, dy], placing(placed)), problem);
  },
};

/**
 * Maps without the last rows and columns that a stride of 1×1 kernels leaves out: where there are some, oneDNN's gradient is
 * wrong, and writes beyond its memory.
 */
function trimmed(x: Tensor4D, problem: Problem): [Tensor4D, Problem] {
  const { kernel, stride, outHeight, outWidth } = problem;
  const [height, width] = [(outHeight - 1) * stride[0] + 1, (outWidth - 1) * stride[1] + 1];
  const isWhole = Math.max(...kernel) > 1 || (height >= problem.height && width >= problem.width);
  if (isWhole) return [x, problem];
  const left = { ...problem, height, width };
  return [tf.slice(x, [0, 0, 0, 0], inputShape(left)), left];
}

const toHWIO = (weight: Tensor4D) => packed(weight, [2, 3, 1, 0]);

/** Many in two steps, each of which moves one axis: in one TensorFlow's transpose takes twice as long. */
function toOIHW(weight: Tensor4D, problem: Problem): Tensor4D {
  const [filters, channels, height, width] = weightShape(problem);
  const taps = tf.reshape(weight, [height * width, channels, filters]);
  const turned =
    weight.size < MANY
      ? tf.transpose(taps, [2, 1, 0])
      : tf.transpose(tf.reshape(tf.transpose(taps, [1, 0, 2]), [-1, filters]));
  return tf.reshape(turned, [filters, channels, height, width]);
}

const MANY = 2 ** 17;
