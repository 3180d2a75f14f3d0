import type { Tensor4D, TensorInfo } from "@tensorflow/tfjs";
import type { WebGPUBackend } from "@tensorflow/tfjs-backend-webgpu";
import type { Finish, Kernels } from "../../../conv/kernel.ts";
import { inputShape, isDepthwise, resultShape, weightShape, type Problem } from "../../../conv/problem.ts";
import { tf } from "../../../tf.ts";
import { planDepthwise, planDepthwiseInputGradient } from "./depthwise.ts";
import { planDepthwiseWeightGradient } from "./depthwise-weights.ts";
import { pointwiseProblem } from "../../../conv/depthwise-pointwise.ts";
import { launch } from "./launch.ts";
import { obstacle, type Pass, type Precision } from "./pass.ts";
import { planSeparable } from "./separable.ts";
import { planWeightGradient } from "./weights.ts";
import { noFinish, type Finishing } from "./wgsl.ts";
import { planForward, planInputGradient } from "./windows.ts";

/** The rows of the kernel table for a GPU. */
export function kernelsFor(backend: WebGPUBackend, precision: Precision): Kernels {
  const setting = { limits: backend.device.limits, precision };
  const run = (plan: Pass[] | string, tensors: Record<string, TensorInfo | undefined>) => {
    const result = launch(backend, plan as Pass[], tensors as Record<string, TensorInfo>);
    return tf.engine().makeTensorFromTensorInfo(result) as Tensor4D;
  };
  const unfit = (plan: (problem: Problem) => Pass[] | string) => (problem: Problem) => {
    const planned = plan(problem);
    const tensors = [inputShape(problem), weightShape(problem), resultShape(problem)];
    return typeof planned === "string" ? planned : obstacle(planned, tensors, setting.limits);
  };
  const unfitForChannels = (plan: (problem: Problem) => Pass[] | string) => (problem: Problem) =>
    isDepthwise(problem) ? unfit(plan)(problem) : "its groups have more channels than one";
  const gemm = {
    name: "WGSL implicit GEMM",
    about: "a matrix product over windows, tiled in workgroup memory and summed in registers; any groups",
  };
  const depthwise = {
    name: "WGSL depthwise",
    about: "each channel by itself, its window read once into workgroup memory; any multiplier",
  };

  return {
    forward: [
      {
        ...depthwise,
        unfit: unfitForChannels((problem) => planDepthwise(problem, noFinish, setting)),
        run: (x, weight, finish, problem) =>
          run(planDepthwise(problem, finishingOf(finish), setting), { source: x, weight, bias: finish.bias }),
      },
      {
        ...gemm,
        unfit: unfit((problem) => planForward(problem, noFinish, setting)),
        run: (x, weight, finish, problem) =>
          run(planForward(problem, finishingOf(finish), setting), { source: x, weight, bias: finish.bias }),
      },
    ],
    inputGradient: [
      {
        ...depthwise,
        unfit: unfitForChannels((problem) => planDepthwiseInputGradient(problem, setting)),
        run: (dy, weight, problem) => run(planDepthwiseInputGradient(problem, setting), { source: dy, weight }),
      },
      {
        ...gemm,
        unfit: unfit((problem) => planInputGradient(problem, setting)),
        run: (dy, weight, problem) => run(planInputGradient(problem, setting), { source: dy, weight }),
      },
    ],
    weightGradient: [
      {
        ...depthwise,
        unfit: unfitForChannels((problem) => planDepthwiseWeightGradient(problem, setting)),
        run: (dy, x, problem) => run(planDepthwiseWeightGradient(problem, setting), { dy, x }),
      },
      {
        ...gemm,
        unfit: unfit((problem) => planWeightGradient(problem, setting)),
        run: (dy, x, problem) => run(planWeightGradient(problem, setting), { dy, x }),
      },
    ],
    separable: [
      {
        name: "WGSL depthwise and pointwise in one",
        about: "what lies between is computed where it is needed and never written",
        unfit: unfitForChannels((problem) => planSeparable(problem, 1, noFinish, noFinish, setting)),
        run(x, depthwise, pointwise, middle, finish, problem) {
          const [between, after] = [finishingOf(middle), finishingOf(finish)];
          const fused = planSeparable(problem, pointwise.shape[0], between, after, setting);
          const biases = { middleBias: middle.bias, bias: finish.bias };
          if (typeof fused !== "string") return run(fused, { source: x, depthwise, pointwise, ...biases });
          const first = planDepthwise(problem, between, setting);
          const maps = run(first, { source: x, weight: depthwise, bias: middle.bias });
          const second = planForward(pointwiseProblem(pointwise, problem), after, setting);
          return run(second, { source: maps, weight: pointwise, bias: finish.bias });
        },
      },
    ],
  };
}

const finishingOf = ({ bias, activation }: Finish): Finishing => ({ bias: bias !== undefined, activation });
