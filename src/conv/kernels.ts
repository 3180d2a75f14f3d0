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
export interface Choice<O extends Operation = Operation> {
  device: string;
  /** The reference path has all but `separable`, which it makes of two convolutions. */
  kernel: Kernel<O> | (O extends "separable" ? undefined : never);
  passedOver: readonly { kernel: string; why: string }[];
}

/** The current device's part of the table, in order of preference. */
export function kernelsFor<O extends Operation>(operation: O): Kernel<O>[] {
  return [...(devices.get(tf.getBackend())?.[operation] ?? []), ...(reference[operation] ?? [])] as Kernel<O>[];
}

/** The first of the current device's kernels that a problem is for. */
export function choose<O extends Operation>(operation: O, problem: Problem, pointwise?: Problem): Choice<O> {
  const passedOver: { kernel: string; why: string }[] = [];
  const kernel = kernelsFor(operation).find((kernel) => {
    const why = kernel.unfit(problem, pointwise);
    if (why !== undefined) passedOver.push({ kernel: kernel.name, why });
    return why === undefined;
  });
  return { device: tf.getBackend(), kernel: kernel as Choice<O>["kernel"], passedOver };
}
