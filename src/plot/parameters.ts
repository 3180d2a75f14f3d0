import { drawBars, type Bars, type BarsOptions } from "./bars.ts";
import type { Figure } from "./figure.ts";

/**
 * How many parameters each convolution has: bars with their numbers, stacked where it is made of several layers.
 *
 * @param counts  names with counts, or with the counts of layers by name, as `count` gives them
 * @throws  as plot.bars
 * @example
 * await display(plot.parameters({ standard: 108, separable: { depthwise: 27, pointwise: 12 } }));
 */
export function parameters(counts: Bars, options: Omit<BarsOptions, "unit"> = {}): Figure {
  return drawBars("plot.parameters", counts, { ...options, unit: "parameters" });
}
