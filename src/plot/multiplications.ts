import { drawBars, type Bars, type BarsOptions } from "./bars.ts";
import type { Figure } from "./figure.ts";

/**
 * How many multiplications each way of convolving takes: bars with their numbers, stacked where it goes in several passes.
 *
 * @param counts  names with counts, or with the counts of passes by name, as `count` or `naive` give them
 * @throws  as plot.bars
 * @example
 * await display(plot.multiplications({ "one 3×3 pass": 81, "two passes": { "3×1": 45, "1×3": 27 } }));
 */
export function multiplications(counts: Bars, options: Omit<BarsOptions, "unit"> = {}): Figure {
  return drawBars("plot.multiplications", counts, { ...options, unit: "multiplications" });
}
