import type { Tensor4D } from "@tensorflow/tfjs";
import type { Operations } from "../../conv/kernel.ts";
import type { Problem } from "../../conv/problem.ts";
import { tf } from "../../tf.ts";
import { standard } from "./standard.ts";

/** Convolutions of NCHW by those of NHWC. */
export const turned: Pick<Operations, "forward" | "inputGradient" | "weightGradient"> = {
  forward: (x, weight, last, problem) => toNCHW(standard.forward(toNHWC(x), weight, last, channelsLast(problem))),
  inputGradient: (dy, weight, problem) => toNCHW(standard.inputGradient(toNHWC(dy), weight, channelsLast(problem))),
  weightGradient: (dy, x, problem) => standard.weightGradient(toNHWC(dy), toNHWC(x), channelsLast(problem)),
};

export const channelsLast = (problem: Problem): Problem => ({ ...problem, layout: "NHWC" });

const toNHWC = (maps: Tensor4D): Tensor4D => tf.transpose(maps, [0, 2, 3, 1]);
const toNCHW = (maps: Tensor4D): Tensor4D => tf.transpose(maps, [0, 3, 1, 2]);
