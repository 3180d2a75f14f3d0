import { arithmetic, size, sumsOfProducts, type CostRule, type CostRules } from "./cost-rule.ts";
import { fused } from "./fused.ts";

/** Each value is the sum over the inner size. */
const matMul: CostRule = ({ a }, { transposeA }: { transposeA: boolean }, output) =>
  sumsOfProducts(size(output) * a!.at(transposeA ? -2 : -1)!, size(output));

/** Two tensors give a product for each combination of all indices; one is summed only. */
const einsum: CostRule = (inputs, { equation }: { equation: string }, output) => {
  const terms = equation.replaceAll(/\s/g, "").split("->")[0]!.split(",");
  const shapes = Object.values(inputs);
  const sizes = new Map(terms.flatMap((term, i) => [...term].map((index, axis) => [index, shapes[i]![axis]!])));
  const combinations = size([...sizes.values()]);
  return terms.length === 1
    ? arithmetic(0, Math.max(0, combinations - size(output)))
    : sumsOfProducts(combinations, size(output));
};

/** Matrix products and what generalizes them. */
export const matrixProducts: CostRules = [
  ["BatchMatMul", matMul],
  ["_FusedMatMul", fused(matMul)],
  ["Einsum", einsum],
];
