import type { Tensor4D, TensorInfo } from "@tensorflow/tfjs";
import type { WebGPUBackend } from "@tensorflow/tfjs-backend-webgpu";
import type { Finish, Kernel, Kernels } from "../../../conv/kernel.ts";
import { inputShape, resultShape, weightShape, type Problem } from "../../../conv/problem.ts";
import { tf } from "../../../tf.ts";
import { launch } from "./launch.ts";
import { obstacle, type Pass, type Precision } from "./pass.ts";
import { planWeightGradient } from "./weights.ts";
import { planForward, planInputGradient } from "./windows.ts";
import { noFinish, type Finishing } from "./wgsl.ts";

/** The rows of the kernel table for a GPU. */
export function kernelsFor(backend: WebGPUBackend, precision: Precision): Kernels {
  const setting = { limits: backend.device.limits, precision };
  const run = (plan: Pass[], tensors: Record<string, TensorInfo | undefined>) =>
    tf.engine().makeTensorFromTensorInfo(launch(backend, plan, tensors as Record<string, TensorInfo>)) as Tensor4D;
  const unfit = (plan: (problem: Problem) => Pass[]) => (problem: Problem) =>
    obstacle(plan(problem), [inputShape(problem), weightShape(problem), resultShape(problem)], setting.limits);

  const forward: Kernel<"forward"> = {
    name: "WGSL implicit GEMM",
    about: "a matrix product over windows, tiled in workgroup memory and summed in registers; any groups",
    unfit: unfit((problem) => planForward(problem, noFinish, setting)),
    run: (x, weight, finish, problem) =>
      run(planForward(problem, finishingOf(finish), setting), { source: x, weight, bias: finish.bias }),
  };
  const inputGradient: Kernel<"inputGradient"> = {
    name: "WGSL implicit GEMM",
    about: "a matrix product over windows, tiled in workgroup memory and summed in registers; any groups",
    unfit: unfit((problem) => planInputGradient(problem, setting)),
    run: (dy, weight, problem) => run(planInputGradient(problem, setting), { source: dy, weight }),
  };
  const weightGradient: Kernel<"weightGradient"> = {
    name: "WGSL implicit GEMM",
    about: "a matrix product over windows, tiled in workgroup memory and summed in registers; any groups",
    unfit: unfit((problem) => planWeightGradient(problem, setting)),
    run: (dy, x, problem) => run(planWeightGradient(problem, setting), { dy, x }),
  };
  return { forward: [forward], inputGradient: [inputGradient], weightGradient: [weightGradient] };
}

const finishingOf = ({ bias, activation }: Finish): Finishing => ({ bias: bias !== undefined, activation });
