import { pointwiseProblem } from "../../src/conv/depthwise-pointwise.ts";
import type { Kernel, Kernels, Operation, Operations } from "../../src/conv/kernel.ts";
import { registerKernels } from "../../src/conv/kernels.ts";
import type { Problem } from "../../src/conv/problem.ts";
import { reference } from "../../src/conv/reference/reference.ts";
import { tf } from "../../src/tf.ts";

/** What a kernel of `watched` ran, in order. */
export interface Launch {
  kernel: string;
  operation: Operation;
  problem: Problem;
}

export const launches: Launch[] = [];

/** Makes a device current whose part of the table is the given one alone: the cpu under a name of its own. */
export async function useWatched(kernels: Kernels = {}): Promise<void> {
  if (!tf.findBackendFactory("watched")) {
    tf.registerBackend("watched", tf.findBackendFactory("cpu"));
    tf.copyRegisteredKernels("cpu", "watched");
  }
  registerKernels("watched", kernels);
  await tf.setBackend("watched");
  launches.length = 0;
}

const [{ run: forward }, { run: inputGradient }, { run: weightGradient }] = [
  reference.forward![0]!,
  reference.inputGradient![0]!,
  reference.weightGradient![0]!,
];

const operations: Operations = {
  forward,
  inputGradient,
  weightGradient,
  separable: (x, depthwise, pointwise, middle, finish, problem) =>
    forward(forward(x, depthwise, middle, problem), pointwise, finish, pointwiseProblem(pointwise, problem)),
};

/** A kernel that computes what the reference path computes, and writes down that it did. */
export function watched<O extends Operation>(
  operation: O,
  name: string,
  unfit: Kernel["unfit"] = () => undefined,
): Kernel<O> {
  const compute = operations[operation] as (...given: unknown[]) => unknown;
  const run = (...given: unknown[]) => {
    launches.push({ kernel: name, operation, problem: given.at(-1) as Problem });
    return compute(...given);
  };
  return { name, about: `${name}, watched`, unfit, run: run as Operations[O] };
}

/** The launches as text. */
export const launched = () => launches.map(({ kernel, operation }) => `${operation} by ${kernel}`);

/** One kernel for each operation. */
export const ofEach = (name: string): Kernels => ({
  forward: [watched("forward", name)],
  inputGradient: [watched("inputGradient", name)],
  weightGradient: [watched("weightGradient", name)],
});
