import { arithmetic, every, size, type CostRule, type CostRules } from "./cost-rule.ts";

interface Window {
  filterSize: number | readonly number[];
}

/** How many values a window sees; those on padding count. */
const taps = ({ filterSize }: Window, axes: number) =>
  typeof filterSize === "number" ? filterSize ** axes : size(filterSize);

const mean =
  (axes: number): CostRule =>
  (_inputs, attrs: Window, output) =>
    arithmetic(size(output), size(output) * (taps(attrs, axes) - 1));

/** Each gradient, over the window's size, is added to all that the window saw. */
const meanGradient =
  (axes: number): CostRule =>
  ({ dy }, attrs: Window, output) =>
    arithmetic(size(dy), Math.max(0, size(dy) * taps(attrs, axes) - size(output)));

/** Each gradient is added where the largest was. */
const maximumGradient: CostRule = ({ dy }) => arithmetic(0, size(dy));

/** Average pooling, and the gradients of both kinds: the largest of a window takes comparisons only. */
export const pooling: CostRules = [
  ["AvgPool", mean(2)],
  ["AvgPool3D", mean(3)],
  ["AvgPoolGrad", meanGradient(2)],
  ["AvgPool3DGrad", meanGradient(3)],
  ...every("MaxPoolGrad MaxPool3DGrad", maximumGradient),
];
