import type { KernelCall } from "../../device/meta/backend.ts";
import type { OperationCost } from "./cost-rule.ts";
import { operationCost } from "./operation-cost.ts";

/** What a kernel cost as it ran; undefined where it is not known. The rules are those of real numbers; complex ones may be moved by them. */
export function kernelCost({ kernelName, inputs, attrs, outputs }: KernelCall): OperationCost | undefined {
  const shapes = Object.fromEntries(Object.entries(inputs).map(([name, { shape }]) => [name, shape]));
  const given = outputs.map(({ shape }) => shape);
  const cost = operationCost(kernelName, shapes, attrs, given);
  const isComplex = [...Object.values(inputs), ...outputs].some(({ dtype }) => dtype === "complex64");
  const isFree = cost?.multiplications === 0 && cost.additions === 0;
  return isComplex && !isFree ? undefined : cost;
}
