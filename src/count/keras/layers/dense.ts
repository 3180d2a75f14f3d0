import { axisOf, named, sizeOf, type Rule } from "./rule.ts";

const dense: Rule = ({ units, use_bias }, [input]) => {
  const shape = [...input!.slice(0, -1), units as number];
  const [inner, sums] = [input!.at(-1)!, sizeOf(shape)];
  const bias = use_bias !== false;
  return {
    kind: "linear",
    shape,
    learned: inner * (units as number) + (bias ? (units as number) : 0),
    products: { macs: sums * inner, sums, biases: bias ? sums : 0 },
  };
};

/** Products of two values along an axis of each, sample by sample. */
const dot: Rule = ({ axes }, [a, b]) => {
  const [left, right] = Array.isArray(axes) ? (axes as [number, number]) : [axes as number, axes as number];
  const [i, k] = [axisOf(left, a!.length), axisOf(right, b!.length)];
  if (a![i] !== b![k]) throw new Error(`[${a}] and [${b}] differ along the axes ${left} and ${right}`);
  const rest = [...a!.toSpliced(i, 1), ...b!.toSpliced(k, 1).slice(1)];
  const shape = rest.length === 1 ? [...rest, 1] : rest;
  const sums = sizeOf(shape);
  return { kind: "linear", shape, products: { macs: sums * a![i]!, sums, biases: 0 } };
};

const embedding: Rule = ({ input_dim, output_dim }, [input]) => ({
  kind: "other",
  shape: [...input!, output_dim as number],
  learned: (input_dim as number) * (output_dim as number),
});

export const products: ReadonlyArray<[string, Rule]> = [
  ...named("Dense", dense),
  ...named("Dot", dot),
  ...named("Embedding", embedding),
];
