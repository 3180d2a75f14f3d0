import { arithmetic, size, type CostRule, type CostRules } from "./cost-rule.ts";

/** (x − mean) · factor + offset, where each channel's factor is scale / √(variance + ε). */
const batchNorm: CostRule = ({ x, variance, offset, scale }) =>
  arithmetic(size(x) + size(scale), size(x) * (offset ? 2 : 1) + size(variance));

interface Response {
  depthRadius: number;
}

/** x · norm^−β, norm = bias + α · Σx² over 2r + 1 channels. */
const localResponse: CostRule = ({ x }, { depthRadius: r }: Response) => arithmetic(3 * size(x), (2 * r + 1) * size(x));

/** dy · norm^−β − 2αβ · x · Σ(dy · y / norm): both sums are over 2r + 1 channels. */
const localResponseGradient: CostRule = ({ x }, { depthRadius: r }: Response) =>
  arithmetic(7 * size(x), (4 * r + 2) * size(x));

/** Normalizations that are one operation each. */
export const normalizations: CostRules = [
  ["FusedBatchNorm", batchNorm],
  ["LRN", localResponse],
  ["LRNGrad", localResponseGradient],
];
