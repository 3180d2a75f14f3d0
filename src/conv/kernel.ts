import type { Tensor, Tensor4D } from "@tensorflow/tfjs";
import type { Activation } from "./activation.ts";
import type { Problem } from "./problem.ts";

/** What happens to a result before it is written: a bias [C_out] is added, then an activation. */
export interface Finish {
  bias?: Tensor | undefined;
  activation?: Activation | undefined;
}

/** What a convolution is made of forward and backward. Tensors of maps are in the problem's layout, weights OIHW. */
export interface Operations {
  forward(x: Tensor4D, weight: Tensor4D, finish: Finish, problem: Problem): Tensor4D;
  inputGradient(dy: Tensor4D, weight: Tensor4D, problem: Problem): Tensor4D;
  weightGradient(dy: Tensor4D, x: Tensor4D, problem: Problem): Tensor4D;
  /** A depthwise convolution, the problem's, and a pointwise one [C_out, C·m, 1, 1] of what it gives, which nobody else sees. */
  separable(
    x: Tensor4D,
    depthwise: Tensor4D,
    pointwise: Tensor4D,
    middle: Finish,
    finish: Finish,
    problem: Problem,
  ): Tensor4D;
}

export type Operation = keyof Operations;

/** One way to compute one operation on one device. */
export interface Kernel<O extends Operation = Operation> {
  name: string;
  /** What it does, and what it is good at, as `explain` says it. */
  about: string;
  /**
   * Why it cannot compute a problem, or another kernel does it faster; undefined for a problem that it is for. One for
   * `separable` is told the pointwise pass's, too.
   */
  unfit(problem: Problem, pointwise?: Problem): string | undefined;
  run: Operations[O];
}

/** A device's kernels for each operation, the ones to be preferred first. */
export type Kernels = { [O in Operation]?: readonly Kernel<O>[] };
