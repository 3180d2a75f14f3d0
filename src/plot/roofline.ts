import { checkNames } from "../arguments.ts";
import type { Figure } from "./figure.ts";
import { drawLogLog } from "./log-log.ts";
import { checkAbove0, checkLayers, type MeasuredLayer } from "./measured-layers.ts";
import { prefixed } from "./prefixed.ts";

export interface RooflineOptions {
  /** the most floating-point operations a second, two for each MAC */
  peak: number;
  /** the most bytes a second, read and written */
  bandwidth: number;
  /** layers by their kind, in the order in which a line joins them */
  points: Readonly<Record<string, readonly MeasuredLayer[]>>;
  title?: string;
}

/**
 * The roofline of a machine: the speed of layers over their arithmetic intensity, below the roof min(peak, bandwidth · intensity).
 * Left of where the roof bends the memory is the limit, right of it the arithmetic.
 *
 * @throws  when there is no layer, there are more than seven kinds, or a number is not above 0
 * @example
 * const layers = [{ name: "64 channels", macs: 115_605_504, bytes: 1_753_088, seconds: 0.0046 }];
 * await display(plot.roofline({ peak: 1e11, bandwidth: 2e10, points: { standard: layers } }));
 * @see Williams, Waterman and Patterson 2009, Roofline, https://doi.org/10.1145/1498765.1498785
 */
export function roofline(options: RooflineOptions): Figure {
  const who = "plot.roofline";
  checkNames(who, options, ["peak", "bandwidth", "points", "title"]);
  const { peak, bandwidth, points, title } = options;
  checkAbove0(who, "peak", peak);
  checkAbove0(who, "bandwidth", bandwidth);
  checkLayers(who, points);
  const entries = Object.entries(points).map(([kind, own]) => [kind, own.map(placed)] as const);
  const roof = `${prefixed(peak, "FLOP/s")} and ${prefixed(bandwidth, "B/s")}`;
  const words = entries.map(
    ([kind, own]) =>
      `${kind} ${own.map(({ name, x, y }) => `${name} ${prefixed(y, "FLOP/s")} at ${prefixed(x, "FLOPs/byte")}`).join(", ")}`,
  );
  return drawLogLog({
    title,
    x: { title: "FLOPs per byte moved (logarithmic)", unit: "" },
    y: { title: "speed (logarithmic)", unit: "FLOP/s" },
    kinds: Object.fromEntries(entries),
    guide: {
      name: `roof: ${roof}`,
      at: (intensity) => Math.min(peak, bandwidth * intensity),
      bend: peak / bandwidth,
    },
    alt: `${title ?? "Roofline"}, ${roof}: ${words.join("; ")}`,
  });
}

const placed = ({ name, macs, bytes, seconds }: MeasuredLayer) => ({
  name,
  x: (2 * macs) / bytes,
  y: (2 * macs) / seconds,
});
