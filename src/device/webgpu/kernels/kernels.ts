import type { Tensor4D, TensorInfo } from "@tensorflow/tfjs";
import type { WebGPUBackend } from "@tensorflow/tfjs-backend-webgpu";
import type { Finish, Kernels } from "../../../conv/kernel.ts";
import { inputShape, isDepthwise, resultShape, weightShape, type Problem } from "../../../conv/problem.ts";
import { tf } from "../../../tf.ts";
import { planDepthwise, planDepthwiseInputGradient } from "./depthwise.ts";
import { planDepthwiseWeightGradient } from "./depthwise-weights.ts";
import { launch } from "./launch.ts";
import { obstacle, type Pass, type Precision } from "./pass.ts";
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
  };
}

const finishingOf = ({ bias, activation }: Finish): Finishing => ({ bias: bias !== undefined, activation });
