import type { Node } from "../node.ts";
import { axisOf } from "../value.ts";
import { named, type Operator } from "./operator.ts";

const reduction: Operator = {
  kind: "pooling",
  infer: (node) => {
    const given = node.setting("axes", 1);
    if (given === "unknown") return [{ shape: undefined }];
    const all = node.shape().map((_, axis) => axis);
    const none = given === undefined || given.length === 0;
    const axes = none ? (node.int("noop_with_empty_axes", 0) === 1 ? [] : all) : given;
    return [{ shape: without(node, axes) }];
  },
};

const extremum: Operator = { kind: "other", infer: (node) => [{ shape: without(node, [node.int("axis", 0)]) }] };

const topK: Operator = {
  kind: "other",
  infer: (node) => {
    const count = node.has("k") ? node.int("k", 1) : node.inputs[1]?.data?.[0];
    if (count === undefined) return [{ shape: undefined }, { shape: undefined }];
    const shape = node.shape().with(axisOf(node.int("axis", -1), node.shape().length), count);
    return [{ shape }, { shape }];
  },
};

/** The input's shape when some axes have become one value. */
function without(node: Node, axes: readonly number[]): number[] {
  const gone = new Set(axes.map((axis) => axisOf(axis, node.shape().length)));
  const isKept = node.int("keepdims", 1) === 1;
  return node.shape().flatMap((length, axis) => (gone.has(axis) ? (isKept ? [1] : []) : [length]));
}

export const reductions: ReadonlyArray<[string, Operator]> = [
  ...named(
    "ReduceL1 ReduceL2 ReduceLogSum ReduceLogSumExp ReduceMax ReduceMean ReduceMin ReduceProd ReduceSum ReduceSumSquare",
    reduction,
  ),
  ...named("ArgMax ArgMin", extremum),
  ...named("TopK", topK),
];
