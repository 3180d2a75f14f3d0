import type { Data } from "plotly.js-dist-min";
import { palette } from "./style.ts";

/** A convolution's channels as its groups part them. */
export interface Grouping {
  inChannels: number;
  outChannels: number;
  groups: number;
}

const grey = "#e5e5e5";

/** The group that an output channel belongs to. */
const groupOf = (out: number, { outChannels, groups }: Grouping) => Math.floor(out / (outChannels / groups));

/** The input channels that an output channel sees. */
function seen(out: number, grouping: Grouping): number[] {
  const perGroup = grouping.inChannels / grouping.groups;
  return Array.from({ length: perGroup }, (_, c) => groupOf(out, grouping) * perGroup + c);
}

/** Input channels have as much height in all as output channels have, so that neither column is shorter. */
const height = (input: number, inChannels: number, outChannels: number) =>
  ((input + 0.5) * outChannels) / inChannels - 0.5;

/** Lines from input channels at x = 0 to output channels at x = 1: a trace for each colour, which groups take in turn. */
export function connections(grouping: Grouping): Data[] {
  const { inChannels, outChannels, groups } = grouping;
  const outputs = Array.from({ length: outChannels }, (_, out) => out);
  return palette.slice(0, groups).map((color, k): Data => {
    const pairs = outputs
      .filter((out) => groupOf(out, grouping) % palette.length === k)
      .flatMap((out) => seen(out, grouping).map((input) => [height(input, inChannels, outChannels), out] as const));
    return {
      type: "scatter",
      mode: "lines",
      name: `group ${k}`,
      x: pairs.flatMap(() => [0, 1, null]),
      y: pairs.flatMap(([from, to]) => [from, to, null]),
      line: { color, width: pairs.length > 64 ? 1 : 2 },
      hoverinfo: "skip",
      showlegend: false,
    };
  });
}

/** The weight as a matrix [outChannels][inChannels]: the colour of its group where an output channel sees an input channel. */
export function weightMask(grouping: Grouping): Data {
  const { inChannels, outChannels } = grouping;
  const z = Array.from({ length: outChannels }, (_, out) => {
    const group = groupOf(out, grouping);
    const inputs = new Set(seen(out, grouping));
    return Array.from({ length: inChannels }, (_, input) => (inputs.has(input) ? 1 + (group % palette.length) : 0));
  });
  return {
    type: "heatmap",
    name: "weight",
    z,
    text: z.map((row, out) => row.map((level) => (level > 0 ? `group ${groupOf(out, grouping)}` : "not connected"))),
    xaxis: "x2",
    zmin: -0.5,
    zmax: palette.length + 0.5,
    colorscale: steps([grey, ...palette]),
    showscale: false,
    xgap: 1,
    ygap: 1,
    hovertemplate: "output channel %{y}, input channel %{x}: %{text}<extra></extra>",
  };
}

/** The channels themselves, which stay as they are whatever the groups: numbered dots, as far as the numbers can be read. */
export function nodes(inChannels: number, outChannels: number): Data[] {
  const column = (name: string, channels: number, x: number, side: "left" | "right"): Data => ({
    type: "scatter",
    mode: channels > 16 ? "markers" : "text+markers",
    x: Array.from({ length: channels }, () => x),
    y: Array.from({ length: channels }, (_, c) => height(c, channels, outChannels)),
    text: Array.from({ length: channels }, (_, c) => String(c)),
    textposition: `middle ${side}`,
    marker: { color: "#222222", size: channels > 16 ? 6 : 9 },
    cliponaxis: false,
    hovertemplate: `${name} channel %{text}<extra></extra>`,
    showlegend: false,
  });
  return [column("input", inChannels, 0, "left"), column("output", outChannels, 1, "right")];
}

/** Colours without a transition, one for each whole number from 0. */
function steps(colors: readonly string[]): [number, string][] {
  const edge = (k: number) => k / colors.length;
  return colors.flatMap((color, k): [number, string][] => [
    [edge(k), color],
    [edge(k + 1), color],
  ]);
}
