import { named, type Operator } from "./operator.ts";
import { placementOf } from "./window.ts";

const pooling: Operator = {
  kind: "pooling",
  infer: (node) => {
    const [batch, channels, ...image] = node.shape() as [number, number, ...number[]];
    const shape = [batch, channels, ...placementOf(node, node.ints("kernel_shape")!, image).size];
    return [{ shape }, { shape }];
  },
};

const global: Operator = {
  kind: "pooling",
  infer: (node) => [{ shape: node.shape().map((length, axis) => (axis < 2 ? length : 1)) }],
};

export const poolings: ReadonlyArray<[string, Operator]> = [
  ...named("AveragePool LpPool MaxPool", pooling),
  ...named("GlobalAveragePool GlobalLpPool GlobalMaxPool", global),
];
