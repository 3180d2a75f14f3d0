import type { Tensor, Tensor4D } from "@tensorflow/tfjs";
import type { Operations } from "../../conv/kernel.ts";
import { inputShape, resultShape, weightShape, type Problem } from "../../conv/problem.ts";
import { tf } from "../../tf.ts";
import { finish, isFused } from "./finish.ts";
import { operate } from "./operate.ts";
import { standard } from "./standard.ts";

/** Why a convolution is not a product of matrices. */
export function unfitForProduct({ groups, kernel, stride, padding }: Problem): string | undefined {
  if (groups > 1) return "it is in groups";
  if (Math.max(...kernel) > 1) return `its kernel is larger than 1×1`;
  if (Math.max(...stride) > 1) return "its stride is more than 1";
  return padding.flat().some((amount) => amount > 0) ? "it is padded" : undefined;
}

/**
 * 1×1 convolutions, without a copy: channels last by pixels × channels, channels first by channels × pixels of each image. A bias
 * goes, channels last, by the convolution that adds it itself.
 */
export const pointwise: Pick<Operations, "forward" | "inputGradient" | "weightGradient"> = {
  forward(x, weight, last, problem) {
    if (problem.layout === "NHWC" && isFused(last, problem)) return standard.forward(x, weight, last, problem);
    const { layout, outChannels, inChannels } = problem;
    const w = tf.reshape(weight, [outChannels, inChannels]);
    const y = layout === "NHWC" ? multiply(pixels(x), w, "second") : multiply(w, maps(x));
    return finish(tf.reshape(y, resultShape(problem)), last, problem);
  },
  inputGradient(dy, weight, problem) {
    const { layout, outChannels, inChannels } = problem;
    const w = tf.reshape(weight, [outChannels, inChannels]);
    const dx = layout === "NHWC" ? multiply(pixels(dy), w) : multiply(w, maps(dy), "first");
    return tf.reshape(dx, inputShape(problem));
  },
  weightGradient(dy, x, problem) {
    if (problem.layout === "NHWC") return tf.reshape(multiply(pixels(dy), pixels(x), "first"), weightShape(problem));
    const each = multiply(maps(dy), maps(x), "second");
    return tf.reshape(problem.batch > 1 ? tf.sum(each, 0) : each, weightShape(problem));
  },
};

const multiply = (a: Tensor, b: Tensor, transposed?: "first" | "second") =>
  operate("BatchMatMulV2", [a, b], { adj_x: transposed === "first", adj_y: transposed === "second" });

const pixels = (x: Tensor4D) => tf.reshape(x, [-1, x.shape[3]]);

const maps = (x: Tensor4D) => tf.reshape(x, [x.shape[0], x.shape[1], -1]);
