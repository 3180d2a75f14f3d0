import { arithmetic, every, size, type CostRule, type CostRules } from "./cost-rule.ts";

/** So many multiplications and additions for each value of the output. */
const each =
  (multiplications: number, additions: number): CostRule =>
  (_inputs, _attrs, output) =>
    arithmetic(multiplications * size(output), additions * size(output));

const sum: CostRule = (inputs, _attrs, output) => arithmetic(0, (Object.keys(inputs).length - 1) * size(output));

/** Operations that compute value by value. */
export const elementWise: CostRules = [
  ...every("Add Sub", each(0, 1)),
  ...every("FloorDiv LeakyRelu Mod Multiply Prelu RealDiv Reciprocal Square", each(1, 0)),
  ...every("EluGrad SquaredDifference", each(1, 1)),
  ["AddN", sum],
];
