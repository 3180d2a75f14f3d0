import type { Tensor4D } from "@tensorflow/tfjs";
import type { Pair } from "../../arguments.ts";
import { NONE } from "../../conv/padding.ts";
import type { Problem } from "../../conv/problem.ts";
import { tf } from "../../tf.ts";
import type { Attributes } from "./operate.ts";

/** Where the kernel goes, in TensorFlow's words. */
export function placing(problem: Problem): Attributes {
  const { layout, stride, dilation } = problem;
  const attributes = { data_format: layout, strides: axes(layout, stride), dilations: axes(layout, dilation) };
  const padding = paddingOf(problem);
  if (padding !== "EXPLICIT") return { ...attributes, padding };
  return { ...attributes, padding, explicit_paddings: around(problem).flat() };
}

const axes = (layout: Problem["layout"], [height, width]: Pair) =>
  layout === "NCHW" ? [1, 1, height, width] : [1, height, width, 1];

function around({ layout, padding: [height, width] }: Problem): [number, number][] {
  const [rows, columns]: [number, number][] = [[...height], [...width]];
  return layout === "NCHW" ? [[0, 0], [0, 0], rows!, columns!] : [[0, 0], rows!, columns!, [0, 0]];
}

/** TensorFlow's oneDNN kernels know VALID and SAME, which depends on the sizes, and of the gradients nothing else. */
function paddingOf(problem: Problem): "VALID" | "SAME" | "EXPLICIT" {
  if (problem.padding.flat().every((amount) => amount === 0)) return "VALID";
  const isSame = ([0, 1] as const).every((axis) => {
    const [size, out] = axis === 0 ? [problem.height, problem.outHeight] : [problem.width, problem.outWidth];
    const { [axis]: step } = problem.stride;
    const reach = problem.dilation[axis] * (problem.kernel[axis] - 1) + 1;
    const total = Math.max((out - 1) * step + reach - size, 0);
    const [before, after] = problem.padding[axis];
    return out === Math.ceil(size / step) && before === Math.floor(total / 2) && after === Math.ceil(total / 2);
  });
  return isSame ? "SAME" : "EXPLICIT";
}

/** The same convolution of maps that hold their padding already, where TensorFlow has no other word for it. */
export function enclosed(problem: Problem): Problem {
  if (paddingOf(problem) !== "EXPLICIT") return problem;
  const [[top, bottom], [left, right]] = problem.padding;
  const [height, width] = [top + problem.height + bottom, left + problem.width + right];
  return { ...problem, height, width, padding: NONE };
}

/** Maps with their padding, for the convolution that enclosed() gives. */
export function enclose(x: Tensor4D, problem: Problem): Tensor4D {
  return paddingOf(problem) === "EXPLICIT" ? tf.pad(x, around(problem)) : x;
}

/** Takes the padding away again. */
export function disclose(x: Tensor4D, problem: Problem, shape: Tensor4D["shape"]): Tensor4D {
  const begin = around(problem).map(([before]) => before) as Tensor4D["shape"];
  return paddingOf(problem) === "EXPLICIT" ? tf.slice(x, begin, shape) : x;
}
