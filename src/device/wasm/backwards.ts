import { inputShape, type Problem } from "../../conv/problem.ts";
import type { Tensor4D } from "@tensorflow/tfjs";
import { asX, asY, stepsOf } from "./given.ts";
import { heap } from "./heap.ts";
import type { Job } from "./job.ts";
import { phasesOf } from "./phases.ts";

/**
 * The gradient for x as convolutions of dy with the weights turned around: one for each phase of the strides, which writes
 * every so-manyth place of dx.
 *
 * @param convolve  runs such a convolution
 */
export function backwards(dy: Tensor4D, p: Problem, convolve: (job: Backwards) => void): Tensor4D {
  const dx = heap.makeTensor(inputShape(p));
  const into = stepsOf(p, "input");
  const [channels, filters] = [p.outChannels / p.groups, p.inChannels / p.groups];
  const taps = p.kernel[0] * p.kernel[1];
  const pairs = phasesOf(0, p).flatMap((a) => phasesOf(1, p).map((b) => [a, b] as const));
  if (pairs.some(([a, b]) => a.taps * b.taps === 0)) heap.clear(dx);
  for (const [a, b] of pairs) {
    if (a.taps * b.taps === 0) continue;
    const steps = { ...into, row: into.row * a.step, pixel: into.pixel * b.step };
    const job = {
      ...asX(heap.addressOf(dy), stepsOf(p, "output")),
      ...asY(heap.addressOf(dx) + 4 * (a.start * into.row + b.start * into.pixel), steps),
      batch: p.batch,
      groups: p.groups,
      channels,
      filters,
      height: p.outHeight,
      width: p.outWidth,
      outHeight: a.count,
      outWidth: b.count,
      kernelHeight: a.taps,
      kernelWidth: b.taps,
      strideHeight: 1,
      strideWidth: 1,
      dilationHeight: a.dilation,
      dilationWidth: b.dilation,
      top: -a.offset,
      left: -b.offset,
      weightGroup: filters * channels * taps,
      weightFilter: taps,
      weightChannel: filters * taps,
      weightRow: a.tapStep * p.kernel[1],
      weightColumn: b.tapStep,
      weightStart: a.firstTap * p.kernel[1] + b.firstTap,
      low: -Infinity,
      high: Infinity,
    };
    convolve(job);
  }
  return dx;
}

export type Backwards = Partial<Job> & Pick<Job, Sizes>;
type Sizes = "batch" | "groups" | "channels" | "filters" | "outHeight" | "outWidth" | "kernelHeight" | "kernelWidth";
