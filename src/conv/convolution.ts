import type { Tensor, Tensor4D } from "@tensorflow/tfjs";
import { tf } from "../tf.ts";
import { deactivate } from "./activation.ts";
import { differentiable } from "./differentiable.ts";
import type { Finish } from "./kernel.ts";
import { launch } from "./launch.ts";
import type { Problem } from "./problem.ts";

/*
 * A convolution and its two derivatives, each by the kernel that the table has for it. They are each other's derivatives, so
 * they can be differentiated again and again.
 */

/** x ∗ weight, finished. */
export function convolution(x: Tensor4D, weight: Tensor4D, finish: Finish, problem: Problem): Tensor4D {
  const { bias, activation } = finish;
  return differentiable(
    { x, weight, ...(bias && { bias }) },
    ({ x, weight, bias }) => launch("forward", x, weight, { bias, activation }, problem),
    ({ x, weight }, dy, y) => {
      const upstream = deactivate(dy, y, activation);
      return {
        x: () => inputGradient(upstream, weight, problem),
        weight: () => weightGradient(upstream, x, problem),
        bias: () => biasGradient(upstream, problem),
      };
    },
  );
}

/** dL/dx, of dy = dL/dy. */
export function inputGradient(dy: Tensor4D, weight: Tensor4D, problem: Problem): Tensor4D {
  return differentiable(
    { dy, weight },
    ({ dy, weight }) => launch("inputGradient", dy, weight, problem),
    ({ dy, weight }, dx) => ({
      dy: () => convolution(dx, weight, {}, problem),
      weight: () => weightGradient(dy, dx, problem),
    }),
  );
}

/** dL/dweight, of dy = dL/dy. */
export function weightGradient(dy: Tensor4D, x: Tensor4D, problem: Problem): Tensor4D {
  return differentiable(
    { dy, x },
    ({ dy, x }) => launch("weightGradient", dy, x, problem),
    ({ dy, x }, dweight) => ({
      dy: () => convolution(x, dweight, {}, problem),
      x: () => inputGradient(dy, dweight, problem),
    }),
  );
}

/** dL/dbias, of dy = dL/dy. */
export const biasGradient = (dy: Tensor4D, { layout }: Problem): Tensor =>
  tf.sum(dy, layout === "NCHW" ? [0, 2, 3] : [0, 1, 2]);
