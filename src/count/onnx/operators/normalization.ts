import { axisOf } from "../value.ts";
import { named, type Operator } from "./operator.ts";

const normalization: Operator = { kind: "normalization", learned: [1, 2], infer: (node) => [{ shape: node.shape() }] };

/** Scale and shift are learned, mean and variance kept; while it learns, they are outputs. */
const batch: Operator = {
  kind: "normalization",
  learned: [1, 2],
  infer: (node) => [{ shape: node.shape() }, ...[1, 2].map(() => ({ shape: node.shape(3) }))],
};

/** Over the last axes; mean and deviation are further outputs. */
const layer: Operator = {
  kind: "normalization",
  learned: [1, 2],
  infer: (node) => {
    const first = axisOf(node.int("axis", -1), node.shape().length);
    const reduced = node.shape().map((length, axis) => (axis < first ? length : 1));
    return [{ shape: node.shape() }, { shape: reduced }, { shape: reduced }];
  },
};

export const normalizations: ReadonlyArray<[string, Operator]> = [
  ...named("BatchNormalization", batch),
  ...named("LayerNormalization", layer),
  ...named("GroupNormalization InstanceNormalization LRN", normalization),
  ...named("LpNormalization MeanVarianceNormalization RMSNormalization", normalization),
];
