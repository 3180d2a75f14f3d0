import { tf } from "../tf.ts";
import type { Kernel, Kernels, Operation } from "./kernel.ts";
import type { Problem } from "./problem.ts";
import { reference } from "./reference/reference.ts";

const devices = new Map<string, Kernels>();

/** Puts a device's kernels into the table, before the reference path; called when the device starts. */
export function registerKernels(device: string, kernels: Kernels): void {
  devices.set(device, kernels);
}

/** The kernel for a problem, and why not those before it in the table. */
export interface Choice<O extends Operation> {
  device: string;
  kernel: Kernel<O>;
  passedOver: { kernel: string; why: string }[];
}

/**
 * The first kernel in the current device's part of the table that a problem is for.
 *
 * @returns  undefined where the table has none, as for `separable`, of which the reference path makes two convolutions
 */
export function choose<O extends Operation>(operation: O, problem: Problem): Choice<O> | undefined {
  const device = tf.getBackend();
  const rows = [...(devices.get(device)?.[operation] ?? []), ...(reference[operation] ?? [])] as Kernel<O>[];
  const passedOver: { kernel: string; why: string }[] = [];
  for (const kernel of rows) {
    const why = kernel.unfit(problem);
    if (why === undefined) return { device, kernel, passedOver };
    passedOver.push({ kernel: kernel.name, why });
  }
  return undefined;
}
