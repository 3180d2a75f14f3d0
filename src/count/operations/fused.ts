import { arithmetic, size, type CostRule, type OperationCost, type Shape } from "./cost-rule.ts";

/** An operation and what was fused into it: a bias for each output value, and an activation. */
export const fused =
  (rule: CostRule): CostRule =>
  (inputs, attrs: { activation?: string | null }, output) => {
    const values = size(output);
    const bias = inputs["bias"] ? values : 0;
    const scaled = attrs.activation === "leakyrelu" || attrs.activation === "prelu" ? values : 0;
    return plus(rule(inputs, attrs as never, output as Shape), arithmetic(scaled, bias));
  };

const plus = (a: OperationCost, b: OperationCost): OperationCost => ({
  macs: a.macs + b.macs,
  multiplications: a.multiplications + b.multiplications,
  additions: a.additions + b.additions,
});
