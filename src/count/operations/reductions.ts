import { arithmetic, every, size, type CostRule, type CostRules } from "./cost-rule.ts";

/** Values that come to fewer, two to one each time. */
const joined = (from: number, to: number) => Math.max(0, from - to);

const sum: CostRule = ({ x }, _attrs, output) => arithmetic(0, joined(size(x), size(output)));
const mean: CostRule = ({ x }, _attrs, output) => arithmetic(size(output), joined(size(x), size(output)));
const product: CostRule = ({ x }, _attrs, output) => arithmetic(joined(size(x), size(output)), 0);

/** The first of each row stays as it is. */
function running({ x }: Parameters<CostRule>[0], { axis }: { axis: number }): number {
  const length = x!.at(axis)!;
  return length === 0 ? 0 : size(x) - size(x) / length;
}

/** Exponentials of the distances to the largest of each row, over their sum. */
const softmax: CostRule = ({ logits }) => {
  const rows = size(logits?.slice(0, -1));
  return arithmetic(size(logits), joined(2 * size(logits), rows));
};

/** Each value is added to the one of its place. */
const placed =
  (name: string): CostRule =>
  (inputs) =>
    arithmetic(0, size(inputs[name]));

/** Operations that bring several values to one. */
export const reductions: CostRules = [
  ["Sum", sum],
  ["Mean", mean],
  ["Prod", product],
  ["Cumsum", (inputs, attrs) => arithmetic(0, running(inputs, attrs))],
  ["Cumprod", (inputs, attrs) => arithmetic(running(inputs, attrs), 0)],
  ["Softmax", softmax],
  ...every("Bincount DenseBincount UnsortedSegmentSum", placed("x")),
  ["ScatterNd", placed("updates")],
];
