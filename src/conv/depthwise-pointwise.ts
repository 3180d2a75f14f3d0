import type { Tensor4D } from "@tensorflow/tfjs";
import { deactivate } from "./activation.ts";
import { biasGradient, convolution, inputGradient, weightGradient } from "./convolution.ts";
import { differentiable } from "./differentiable.ts";
import type { Finish } from "./kernel.ts";
import { choose } from "./kernels.ts";
import { problemOf, type Problem } from "./problem.ts";

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
  const fused = choose("separable", problem)?.kernel;
  if (fused === undefined) {
    const maps = between(x, depthwise, middle);
    return convolution(maps, pointwise, finish, pointwiseProblem(maps, pointwise, problem));
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
    () => fused.run(x, depthwise, pointwise, middle, finish, problem),
    ({ x, depthwise, pointwise, middleBias }, dy, y) => {
      const maps = between(x, depthwise, { ...middle, bias: middleBias });
      const second = pointwiseProblem(maps, pointwise, problem);
      const upstream = deactivate(dy, y, finish.activation);
      const first = once(() => deactivate(inputGradient(upstream, pointwise, second), maps, middle.activation));
      return {
        x: () => inputGradient(first(), depthwise, problem),
        depthwise: () => weightGradient(first(), x, problem),
        pointwise: () => weightGradient(upstream, maps, second),
        middleBias: () => biasGradient(first(), problem),
        bias: () => biasGradient(upstream, second),
      };
    },
  );
}

function pointwiseProblem(maps: Tensor4D, pointwise: Tensor4D, { layout }: Problem): Problem {
  const none = [0, 0] as const;
  return problemOf(maps, pointwise, { layout, groups: 1, stride: [1, 1], dilation: [1, 1], padding: [none, none] });
}

function once<T>(compute: () => T): () => T {
  let value: T | undefined;
  return () => (value ??= compute());
}
