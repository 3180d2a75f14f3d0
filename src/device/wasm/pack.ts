import type { Tensor } from "@tensorflow/tfjs";
import type { Engine } from "./engine.ts";
import { heap } from "./heap.ts";
import type { Job } from "./job.ts";

type Packing = Partial<Job> & Pick<Job, "groups" | "channels" | "filters" | "kernelHeight" | "kernelWidth">;

/** The address of weights in the order in which the product reads them, kept as long as the tensor lives. */
export function pack({ pool, packed }: Engine, weight: Tensor, job: Packing): number {
  // All that the order depends on: phases of a stride have as many taps, but others, with another padding.
  const order = [...SIZES, ...STEPS].map((name) => job[name] ?? 0).join();
  return packed.of(weight, order, () => {
    const { groups, channels, filters, kernelHeight, kernelWidth } = job;
    const size = pool.exports.packedRows(filters) * channels * kernelHeight * kernelWidth * groups;
    const y = heap.allocate(4 * size);
    pool.run({
      entry: "packWeights",
      job: { ...job, weight: heap.addressOf(weight), y },
      tasks: groups * pool.exports.panelsOf(filters),
      products: size,
    });
    return y;
  });
}

const SIZES = ["groups", "channels", "filters", "kernelHeight", "kernelWidth"] as const;
const STEPS = ["weightGroup", "weightFilter", "weightChannel", "weightRow", "weightColumn", "weightStart"] as const;
