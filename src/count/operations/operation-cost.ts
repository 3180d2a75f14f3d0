import { convolutions } from "./convolutions.ts";
import type { CostRule, OperationCost, Shape } from "./cost-rule.ts";
import { elementWise } from "./element-wise.ts";
import { free } from "./free.ts";
import { images } from "./images.ts";
import { matrixProducts } from "./matrix-products.ts";
import { normalizations } from "./normalizations.ts";
import { pooling } from "./pooling.ts";
import { reductions } from "./reductions.ts";

/** The kernels of which it is known what they cost, by TensorFlow.js's names. */
export const costRules: ReadonlyMap<string, CostRule> = new Map([
  ...elementWise,
  ...reductions,
  ...matrixProducts,
  ...convolutions,
  ...pooling,
  ...normalizations,
  ...images,
  ...free,
]);

/**
 * What one run of a TensorFlow.js kernel costs, on real numbers.
 *
 * @param inputs   shapes by the kernel's names for its inputs, those of a list by their place in it
 * @param outputs  shapes
 * @returns        undefined for a kernel of which it is not known
 */
export function operationCost(
  kernelName: string,
  inputs: Record<string, Shape>,
  attrs: object,
  outputs: readonly Shape[],
): OperationCost | undefined {
  return costRules.get(kernelName)?.(inputs, attrs as never, outputs[0]!);
}
