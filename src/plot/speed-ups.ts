import { checkNames } from "../arguments.ts";
import { refuse, show } from "../errors.ts";
import { drawCurves } from "./curves.ts";
import type { Figure } from "./figure.ts";
import { checkAbove0 } from "./measured-layers.ts";
import { toSizes } from "./sizes.ts";
import { palette, readable, wrap } from "./style.ts";

export interface SpeedUpsOptions {
  /** ascending numbers of channels along the axis, at least two */
  channels: readonly number[];
  /** how many times as fast as the standard layer, one for each number of channels: lines with points */
  measured: Readonly<Record<string, readonly number[]>>;
  /** what was to be expected: lines of dashes and dots, so that those which lie on one another show */
  expected?: Readonly<Record<string, readonly number[]>>;
  title?: string;
}

const STYLES = ["dash", "dot", "dashdot"] as const;

/**
 * How many times as fast as standard layers others are, beside what was expected of them, over the number of channels, on
 * logarithmic axes.
 *
 * @throws  when there are fewer than two numbers of channels, none or more than seven lines, a line with another number of
 *          values, or one that is not above 0
 * @example
 * const measured = { separable: [2.1, 4.2, 5.6] };
 * await display(plot.speedUps({ channels: [16, 64, 256], measured, expected: { "fewer MACs": [5.8, 7.9, 8.7] } }));
 */
export function speedUps(options: SpeedUpsOptions): Figure {
  const who = "plot.speedUps";
  checkNames(who, options, ["channels", "measured", "expected", "title"]);
  const { measured, expected = {}, title } = options;
  const channels = toSizes(who, "channels", options.channels, [2, Infinity]);
  const lines = [
    ...Object.entries(measured ?? {}).map(([name, values]) => ({ name, values })),
    ...Object.entries(expected).map(([name, values], i) => ({ name, values, dash: STYLES[i % STYLES.length]! })),
  ];
  if (lines.length === 0 || lines.length > palette.length) {
    refuse(who, `1 to ${palette.length} lines`, `${lines.length}`, "give measured: { separable: [2.1, 4.2] }");
  }
  for (const { name, values } of lines) {
    if (!Array.isArray(values) || values.length !== channels.length) {
      const wanted = `${channels.length} values for ${name}, one for each number of channels`;
      refuse(who, wanted, show(values), "give channels in ascending order, each once");
    }
    for (const value of values) checkAbove0(who, `each value of ${name}`, value);
  }
  const [first, last] = [channels[0]!, channels.at(-1)!];
  const words = lines.map(({ name, values }) => `${name} from ${readable(values[0]!)} to ${readable(values.at(-1)!)}`);
  return drawCurves({
    title,
    x: "channels",
    y: "times as fast as standard (logarithmic)",
    format: (value) => `${readable(value)}×`,
    curves: lines.map(({ name, values, ...style }) => ({ label: wrap(name, 11), x: channels, y: values, ...style })),
    alt: `${title ?? "Times as fast as a standard layer"}, ${first} to ${last} channels: ${words.join("; ")}`,
  });
}
