import type { Tensor4D } from "@tensorflow/tfjs";
import { deactivate } from "./activation.ts";
import { biasGradient, convolution, inputGradient, weightGradient } from "./convolution.ts";
import { differentiable } from "./differentiable.ts";
import type { Finish } from "./kernel.ts";
import { choose } from "./kernels.ts";
import { launchKernel } from "./launch.ts";
import { NONE } from "./padding.ts";
import { problemOf, resultShape, type Problem } from "./problem.ts";

/**
 * A depthwise convolution and a pointwise one of its result: by one kernel where the table has one that never writes what lies
 * between, else by two. The fused one's gradients compute what lies between again.
 */
export function depthwisePointwise(
  x: Tensor4D,
  depthwise: Tensor4D,
  pointwise: Tensor4D,
  middle: Finish,
  finish: Finish,
  problem: Problem,
): Tensor4D {
  const between = (x: Tensor4D, depthwise: Tensor4D, middle: Finish) => convolution(x, depthwise, middle, problem);
  const second = pointwiseProblem(pointwise, problem);
  const fused = choose("separable", problem, second);
  if (fused.kernel === undefined) {
    const maps = between(x, depthwise, middle);
    return convolution(maps, pointwise, finish, second);
  }
  const inputs = {
    x,
    depthwise,
    pointwise,
    ...(middle.bias && { middleBias: middle.bias }),
    ...(finish.bias && { bias: finish.bias }),
  };
  return differentiable(
    inputs,
    () => launchKernel("separable", fused, x, depthwise, pointwise, middle, finish, problem),
    ({ x, depthwise, pointwise, middleBias }, dy, y) => {
      const maps = between(x, depthwise, { ...middle, bias: middleBias });
      const upstream = deactivate(dy, y, finish.activation);
      // At once, since three gradients start from it, each within a tidy of its own, which would free it for the others.
      const first = deactivate(inputGradient(upstream, pointwise, second), maps, middle.activation);
      return {
        x: () => inputGradient(first, depthwise, problem),
        depthwise: () => weightGradient(first, x, problem),
        pointwise: () => weightGradient(upstream, maps, second),
        middleBias: () => biasGradient(first, problem),
        bias: () => biasGradient(upstream, second),
      };
    },
  );
}

/** The problem of the pointwise pass behind a depthwise one. */
export function pointwiseProblem(pointwise: Tensor4D, depthwise: Problem): Problem {
  const { layout } = depthwise;
  const maps = { shape: resultShape(depthwise) };
  return problemOf(maps, pointwise, { layout, groups: 1, stride: [1, 1], dilation: [1, 1], padding: NONE });
}
