import type { Data, Layout } from "plotly.js-dist-min";
import { Figure } from "./figure.ts";
import { forms } from "./forms.ts";
import { keyOver } from "./key.ts";
import { placeLabels } from "./labels.ts";
import { logAxis, preferred, thin } from "./log-axis.ts";
import { prefixed } from "./prefixed.ts";
import { frame, narrowest, palette } from "./style.ts";

interface Point {
  name: string;
  x: number;
  y: number;
}

interface Axis {
  title: string;
  unit: string;
}

interface LogLog {
  title: string | undefined;
  x: Axis;
  y: Axis;
  kinds: Readonly<Record<string, readonly Point[]>>;
  /** What the points are held against: a grey line. */
  guide?: { name: string; at: (x: number) => number; bend?: number };
  alt: string;
}

const height = 400;
const axes = 94; // pixels for the numbers on the left, and what they mean
const grey = "#666666";

/** Points on logarithmic axes, joined within their kind; the ends of each line are named where there is room. */
export function drawLogLog({ title, x, y, kinds, guide, alt }: LogLog): Figure {
  const points = Object.entries(kinds).flatMap(([kind, own]) =>
    own.map((point, i) => ({ ...point, kind, text: i === 0 || i === own.length - 1 ? point.name : "" })),
  );
  const [left, right] = widened(points.map((point) => point.x));
  const line = guide && lineOf(guide, left, right);
  const [bottom, top] = widened([...points.map((point) => point.y), ...(line?.y ?? [])]);
  const width = narrowest - axes - 16;
  const [across, up] = [width / Math.log10(right / left), height / Math.log10(top / bottom)];
  const places = placeLabels(
    points.map(({ text, x, y }) => ({ text, x: Math.log10(x / left) * across, y: Math.log10(top / y) * up })),
    { width, height },
  );
  const data = Object.keys(kinds).map((kind, k): Data => {
    const own = points.flatMap((point, i) => (point.kind === kind ? [{ ...point, place: places[i] }] : []));
    return {
      type: "scatter",
      mode: "text+lines+markers",
      name: kind,
      x: own.map((point) => point.x),
      y: own.map((point) => point.y),
      text: own.map(({ text, place }) => (place === undefined ? "" : text)),
      textposition: own.map(({ place = "top center" }) => place),
      textfont: { size: 11 },
      hovertext: own.map((point) => `${point.name}: ${prefixed(point.y, y.unit)} at ${prefixed(point.x, x.unit)}`),
      hovertemplate: "%{hovertext}<extra>%{fullData.name}</extra>",
      marker: { color: palette[k]!, symbol: forms[k]!.symbol, size: 9 },
      line: { color: palette[k]!, width: 1 },
    };
  });
  const key = keyOver([
    ...Object.keys(kinds).map((name, k) => ({ name, color: palette[k]!, mark: forms[k]!.mark })),
    ...(guide ? [{ name: guide.name, color: grey, mark: "━" }] : []),
  ]);
  return new Figure(
    [...(line ? [{ ...line, ...drawn }] : []), ...data],
    {
      ...frame({ title, height: height + 46, legend: key.height }),
      showlegend: false,
      annotations: [key.annotation],
      xaxis: axisOf(x, [left, right], 46 / across),
      yaxis: axisOf(y, [bottom, top], 28 / up),
    },
    alt,
  );
}

/** @param gap  between ticks, in decades */
function axisOf({ title, unit }: Axis, ends: [number, number], gap: number): NonNullable<Layout["xaxis"]> {
  const ticks = thin(preferred(...ends), gap);
  return {
    ...logAxis(ends, 0),
    tickvals: ticks,
    ticktext: ticks.map((value) => prefixed(value, unit)),
    title: { text: title, standoff: 8 },
    automargin: true,
    ticklabelstandoff: 4,
  };
}

const drawn = { type: "scatter", mode: "lines", line: { color: grey, width: 2 }, hoverinfo: "skip" } as const;

/** The guide from end to end, and where it bends. */
function lineOf({ at, bend }: NonNullable<LogLog["guide"]>, left: number, right: number) {
  const x = [left, ...(bend !== undefined && bend > left && bend < right ? [bend] : []), right];
  return { x, y: x.map(at) };
}

/** From the least to the most, and a little beyond both. */
function widened(values: readonly number[]): [number, number] {
  return [Math.min(...values) / 1.5, Math.max(...values) * 1.5];
}
