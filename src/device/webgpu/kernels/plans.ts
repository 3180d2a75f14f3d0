import { inputShape, resultShape, weightShape, type Problem } from "../../../conv/problem.ts";
import { planDepthwise, planDepthwiseInputGradient } from "./depthwise.ts";
import { planDepthwiseWeightGradient } from "./depthwise-weights.ts";
import { obstacle, type Pass, type Setting } from "./pass.ts";
import { planWeightGradient } from "./weights.ts";
import type { Finishing } from "./wgsl.ts";
import { planForward, planInputGradient } from "./windows.ts";

/** One way to compute something: the passes for a problem, or why it is not for it. */
export interface Way {
  name: string;
  about: string;
  plan(problem: Problem, setting: Setting, finishing?: Finishing): Pass[] | string;
}

const depthwise = {
  name: "WGSL depthwise",
  about: "each channel by itself, what a workgroup needs read into its memory once; any multiplier",
};
const gemm = {
  name: "WGSL implicit GEMM",
  about:
    "a matrix product over windows that are never written, tiled in workgroup memory and summed in registers; any groups",
};

/** All ways, the ones to be preferred first. */
export const ways = {
  forward: [
    { ...depthwise, plan: planDepthwise },
    { ...gemm, plan: planForward },
  ],
  inputGradient: [
    { ...depthwise, plan: planDepthwiseInputGradient },
    { ...gemm, plan: planInputGradient },
  ],
  weightGradient: [
    { ...depthwise, plan: planDepthwiseWeightGradient },
    { ...gemm, plan: planWeightGradient },
  ],
} as const satisfies Record<string, readonly Way[]>;

/** Why a plan is none for a GPU; undefined where it is one. */
export function reasonAgainst(plan: Pass[] | string, problem: Problem, { limits }: Setting): string | undefined {
  if (typeof plan === "string") return plan;
  return obstacle(plan, [inputShape(problem), weightShape(problem), resultShape(problem)], limits);
}
