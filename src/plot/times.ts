import { checkNames } from "../arguments.ts";
import type { Figure } from "./figure.ts";
import { drawLogLog } from "./log-log.ts";
import { checkAbove0, checkLayers, type MeasuredLayer } from "./measured-layers.ts";
import { prefixed } from "./prefixed.ts";

export interface TimesOptions {
  /** FLOP/s, two for each MAC: the time that the MACs take at it is drawn as a line */
  peak?: number;
  title?: string;
}

/**
 * The time that layers took over their MACs, on logarithmic axes: a line of points for each kind of layer.
 *
 * @param kinds  layers by their kind, in the order in which a line joins them
 * @throws  when there is no layer, there are more than seven kinds, or a number is not above 0
 * @example
 * const layers = [{ name: "64 channels", macs: 115_605_504, bytes: 1_753_088, seconds: 0.0046 }];
 * await display(plot.times({ standard: layers }, { peak: 1e11 }));
 */
export function times(kinds: Readonly<Record<string, readonly MeasuredLayer[]>>, options: TimesOptions = {}): Figure {
  checkNames("plot.times", options, ["peak", "title"]);
  checkLayers("plot.times", kinds);
  const { peak, title } = options;
  if (peak !== undefined) checkAbove0("plot.times", "peak", peak);
  const words = ({ name, macs, seconds }: MeasuredLayer) =>
    `${name} ${prefixed(seconds, "s")} for ${prefixed(macs, "MACs")}`;
  const entries = Object.entries(kinds);
  return drawLogLog({
    title,
    x: { title: "MACs (logarithmic)", unit: "" },
    y: { title: "time (logarithmic)", unit: "s" },
    kinds: Object.fromEntries(
      entries.map(([kind, own]) => [kind, own.map(({ name, macs, seconds }) => ({ name, x: macs, y: seconds }))]),
    ),
    ...(peak && {
      guide: { name: `at the peak, ${prefixed(peak, "FLOP/s")}`, at: (macs: number) => (2 * macs) / peak },
    }),
    alt: `${title ?? "Time over MACs"}: ${entries.map(([kind, own]) => `${kind} ${own.map(words).join(", ")}`).join("; ")}`,
  });
}
