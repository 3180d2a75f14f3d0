import type { Operations } from "../../conv/kernel.ts";
import { resultShape, weightShape } from "../../conv/problem.ts";
import { backwards } from "./backwards.ts";
import { rowsOf } from "./cuts.ts";
import type { Engine } from "./engine.ts";
import { asX, asY, finishing, placed, stepsOf, weightsOf } from "./given.ts";
import { heap } from "./heap.ts";
import type { Job } from "./job.ts";

/*
 * Depthwise convolutions. Vectors hold neighbouring places of a channel, of which a strip is computed at a time, or, where
 * channels are the last axis, more than eight, and each has one filter, neighbouring channels of a place.
 */
export function depthwise({ pool }: Engine): Omit<Operations, "separable"> {
  const filter = (job: Strips) => {
    const places = rowsOf(job);
    const rows = job.batch * job.outHeight;
    const strips = job.batch * job.groups * job.filters * Math.ceil(job.outHeight / places);
    const last = isLast(job);
    pool.run({
      entry: last ? "depthwiseLast" : "depthwise",
      job: { ...job, places },
      tasks: last ? rows : strips,
      products:
        job.batch * job.groups * job.filters * job.kernelHeight * job.kernelWidth * job.outHeight * job.outWidth,
    });
  };
  return {
    forward(x, weight, finish, p) {
      const y = heap.makeTensor(resultShape(p));
      filter({
        ...placed(p),
        ...weightsOf(p),
        ...finishing(finish),
        ...asX(heap.addressOf(x), stepsOf(p, "input")),
        ...asY(heap.addressOf(y), stepsOf(p, "output")),
        weight: heap.addressOf(weight),
      });
      return y;
    },
    inputGradient(dy, weight, p) {
      return backwards(dy, p, (job) => filter({ ...job, weight: heap.addressOf(weight) }));
    },
    weightGradient(dy, x, p) {
      const gradient = heap.makeTensor(weightShape(p));
      const job = {
        ...placed(p),
        ...asX(heap.addressOf(x), stepsOf(p, "input")),
        ...asY(heap.addressOf(dy), stepsOf(p, "output")),
        weight: heap.addressOf(gradient),
        filters: p.outChannels / p.groups,
      };
      const last = isLast(job);
      pool.run({
        entry: last ? "depthwiseLastWeightGradient" : "depthwiseWeightGradient",
        job: { ...job, places: rowsOf(job) },
        tasks: last ? Math.ceil(p.outChannels / CHANNELS) : p.outChannels,
        products: p.batch * p.outChannels * p.kernel[0] * p.kernel[1] * p.outHeight * p.outWidth,
      });
      return gradient;
    },
  };
}

/** Whether vectors hold channels: of fewer, most of a vector would be computed in vain. */
const isLast = ({ xChannel, yChannel, filters, groups = 0 }: Partial<Job>) =>
  xChannel === 1 && yChannel === 1 && filters === 1 && groups > CHANNELS / 2;

/** Channels of a task where they are the last axis. */
const CHANNELS = 16;

type Strips = Partial<Job> &
  Pick<Job, "batch" | "groups" | "filters" | "kernelHeight" | "kernelWidth" | "outHeight" | "outWidth">;
