import type { Tensor4D } from "@tensorflow/tfjs";
import { show } from "../errors.ts";
import type { Operation, Operations } from "./kernel.ts";
import { choose, type Choice } from "./kernels.ts";
import { inputShape, weightShape, type Problem } from "./problem.ts";

/** Runs the kernel that the table has for an operation. */
export function launch<O extends Exclude<Operation, "separable">>(
  operation: O,
  ...given: Parameters<Operations[O]>
): Tensor4D {
  return launchKernel(operation, choose(operation, given.at(-1) as Problem), ...given);
}

/** Runs a kernel; what the device refuses then names the device, the operation and the sizes, too. */
export function launchKernel<O extends Operation>(
  operation: O,
  { device, kernel }: Choice<O>,
  ...given: Parameters<Operations[O]>
): Tensor4D {
  const run = kernel!.run as (...given: Parameters<Operations[O]>) => Tensor4D;
  try {
    return run(...given);
  } catch (error) {
    const problem = given.at(-1) as Problem;
    const sizes = `x ${show(inputShape(problem))}, weight ${show(weightShape(problem))}, ${problem.layout}`;
    const where = `on ${device}, ${operation} by the kernel "${kernel!.name}": ${sizes}`;
    throw new Error(`${error instanceof Error ? error.message : String(error)} (${where})`, { cause: error });
  }
}
