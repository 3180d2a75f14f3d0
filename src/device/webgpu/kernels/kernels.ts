import type { Tensor4D, TensorInfo } from "@tensorflow/tfjs";
import type { WebGPUBackend } from "@tensorflow/tfjs-backend-webgpu";
import type { Finish, Kernels } from "../../../conv/kernel.ts";
import { tf } from "../../../tf.ts";
import { launch } from "./launch.ts";
import type { Pass, Precision } from "./pass.ts";
import { reasonAgainst, ways, type Way } from "./plans.ts";
import { planSeparable } from "./separable.ts";
import type { Finishing } from "./wgsl.ts";

/** The rows of the kernel table for a GPU. */
export function kernelsFor(backend: WebGPUBackend, precision: Precision): Kernels {
  const setting = { limits: backend.device.limits, precision };
  const run = (plan: Pass[] | string, tensors: Record<string, TensorInfo | undefined>) => {
    // unfit() is asked before run(): there is a plan.
    const result = launch(backend, plan as Pass[], tensors as Record<string, TensorInfo>);
    return tf.engine().makeTensorFromTensorInfo(result) as Tensor4D;
  };
  const row = ({ name, about, plan }: Way) => ({
    name,
    about,
    unfit: (problem: Parameters<Way["plan"]>[0]) => reasonAgainst(plan(problem, setting), problem, setting),
  });

  return {
    forward: ways.forward.map((way) => ({
      ...row(way),
      run: (x, weight, finish, problem) =>
        run(way.plan(problem, setting, finishingOf(finish)), { source: x, weight, bias: finish.bias }),
    })),
    inputGradient: ways.inputGradient.map((way) => ({
      ...row(way),
      run: (dy, weight, problem) => run(way.plan(problem, setting), { source: dy, weight }),
    })),
    weightGradient: ways.weightGradient.map((way) => ({
      ...row(way),
      run: (dy, x, problem) => run(way.plan(problem, setting), { dy, x }),
    })),
    separable: [
      {
        name: "WGSL depthwise and pointwise in one",
        about: "what lies between is computed where it is needed and never written",
        unfit(problem, pointwise) {
          return reasonAgainst(planSeparable(problem, pointwise!.outChannels, setting), problem, setting);
        },
        run(x, depthwise, pointwise, middle, finish, problem) {
          const plan = planSeparable(problem, pointwise.shape[0], setting, finishingOf(middle), finishingOf(finish));
          const biases = { middleBias: middle.bias, bias: finish.bias };
          return run(plan, { source: x, depthwise, pointwise, ...biases });
        },
      },
    ],
  };
}

const finishingOf = ({ bias, activation }: Finish): Finishing => ({ bias: bias !== undefined, activation });
