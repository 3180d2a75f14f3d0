import { Unknown, type Node } from "../node.ts";
import { broadcast, sizeOf } from "../value.ts";
import { named, type Operator } from "./operator.ts";

/** A matrix product as numpy.matmul's, of the inputs of these numbers. */
function matrices(a: number, b: number): Operator {
  return {
    kind: "linear",
    infer: (node) => {
      const [left, right] = [node.shape(a), node.shape(b)];
      const [rows, inner] = left.length === 1 ? [[], left[0]!] : [[left.at(-2)!], left.at(-1)!];
      const [outer, columns] = right.length === 1 ? [right[0]!, []] : [right.at(-2)!, [right.at(-1)!]];
      if (inner !== outer) throw new Error(`[${left}] and [${right}] share no inner length`);
      return [{ shape: [...broadcast(left.slice(0, -2), right.slice(0, -2)), ...rows, ...columns] }];
    },
    products: (node, [output]) => {
      const sums = sizeOf(output!.shape!);
      return { macs: sums * node.shape(a).at(-1)!, sums, biases: 0 };
    },
    learned: [a, b],
  };
}

const gemm: Operator = {
  kind: "linear",
  learned: [0, 1, 2],
  infer: (node) => {
    const { rows, columns, inner, outer } = gemmSizes(node);
    if (inner !== outer) throw new Error(`[${node.shape(0)}] and [${node.shape(1)}] share no inner length`);
    return [{ shape: [rows, columns] }];
  },
  products: (node) => {
    const { rows, columns, inner } = gemmSizes(node);
    const sums = rows * columns;
    return { macs: sums * inner, sums, biases: node.inputs[2] ? sums : 0 };
  },
};

function gemmSizes(node: Node) {
  const turned = (input: number, attribute: string) =>
    node.int(attribute, 0) === 1 ? node.shape(input).toReversed() : node.shape(input);
  const [rows, inner] = turned(0, "transA") as [number, number];
  const [outer, columns] = turned(1, "transB") as [number, number];
  return { rows, columns, inner, outer };
}

/** Products over all letters, for the usual two operands; for more the order would matter. */
const einsum: Operator = {
  kind: "linear",
  infer: (node) => {
    const { lengths, output } = einsumLetters(node);
    return [{ shape: [...output].map((letter) => lengths.get(letter)!) }];
  },
  products: (node, [output]) => {
    const { lengths } = einsumLetters(node);
    const sums = sizeOf(output!.shape!);
    if (node.inputs.length > 2) return null;
    return { macs: node.inputs.length === 2 ? sizeOf([...lengths.values()]) : 0, sums, biases: 0 };
  },
};

function einsumLetters(node: Node) {
  const equation = node.string("equation", "").replaceAll(" ", "");
  if (equation.includes(".")) throw new Unknown();
  const [left, right] = equation.split("->");
  const operands = left!.split(",");
  const lengths = new Map(
    operands.flatMap((letters, i) => [...letters].map((letter, k) => [letter, node.shape(i)[k]!])),
  );
  const once = [...lengths.keys()].filter((letter) => left!.split(letter).length === 2);
  return { lengths, output: right ?? once.toSorted().join("") };
}

export const products: ReadonlyArray<[string, Operator]> = [
  ...named("MatMul", matrices(0, 1)),
  ...named("MatMulInteger", matrices(0, 1)),
  ...named("QLinearMatMul", matrices(0, 3)),
  ...named("Gemm", gemm),
  ...named("Einsum", einsum),
];
