import type { Data, Layout } from "plotly.js-dist-min";
import { Figure } from "./figure.ts";
import { logAxis, preferred, thin } from "./log-axis.ts";
import { spread } from "./spread.ts";
import { frame, narrowest, palette } from "./style.ts";

export interface Curve {
  /** the lines of its label, which stands at the right */
  label: readonly string[];
  x: readonly number[];
  y: readonly number[];
  /** a dashed line over all x, which its label then stands at; without it, at the end of the curve */
  limit?: number;
  /** for what was not measured: a line of this style without points */
  dash?: "dash" | "dot" | "dashdot";
}

interface Curves {
  title: string | undefined;
  x: string;
  y: string;
  /** how a number on the y axis is written */
  format: (value: number) => string;
  curves: readonly Curve[];
  alt: string;
}

const height = 320;
const labelWidth = 92;
const lineHeight = 17;
const xTitle = 44;

/** Curves on logarithmic axes, each labelled where it ends, so that no legend has to be looked up. */
export function drawCurves({ title, x, y, format, curves, alt }: Curves): Figure {
  const across = [...new Set(curves.flatMap((curve) => curve.x))].sort((a, b) => a - b);
  const ends = [across[0] ?? 1, across.at(-1) ?? 1];
  const heights = curves.flatMap((curve) => [...curve.y, ...(curve.limit === undefined ? [] : [curve.limit])]);
  const [bottom, top] = [Math.min(...heights) / 1.25, Math.max(...heights) * 1.25];
  const layout = frame({ title, height: height + xTitle, legend: lineHeight + 8 });
  const ticks = thin(preferred(bottom, top), 28 / (height / Math.log10(top / bottom)));
  const steps = thin(across, 46 / ((narrowest - labelWidth - 80) / Math.log10((ends[1] ?? 1) / (ends[0] ?? 1))));
  const data = curves.flatMap(({ label, limit, dash, ...curve }, k): Data[] => {
    const line = { color: palette[k] ?? "", width: 2 };
    const shared: Data = { type: "scatter", name: label.join(" "), showlegend: false, line };
    const own: Data = dash ? { ...shared, line: { ...line, dash } } : shared;
    const points: Data = { ...own, mode: dash ? "lines" : "lines+markers", x: [...curve.x], y: [...curve.y] };
    const dashes: Data[] =
      limit === undefined
        ? []
        : [{ ...shared, mode: "lines", x: ends, y: [limit, limit], line: { ...line, width: 1, dash: "dash" } }];
    return [
      { ...points, hovertemplate: `${label[0]}, ${x} %{x:,}: %{y:.4~g}<extra></extra>` },
      ...dashes.map((trace): Data => ({ ...trace, hoverinfo: "skip" })),
    ];
  });
  return new Figure(
    data,
    {
      ...layout,
      margin: { ...layout.margin, r: labelWidth, b: 16 + xTitle },
      xaxis: {
        ...logAxis(ends, 0.03),
        tickvals: steps,
        ticktext: steps.map((value) => value.toLocaleString("en-US")),
        title: { text: x, standoff: 10 },
      },
      yaxis: {
        ...logAxis([bottom, top], 0),
        tickvals: ticks,
        ticktext: ticks.map(format),
        automargin: true,
        ticklabelstandoff: 4,
      },
      annotations: [
        { ...plain, text: y, xref: "paper", x: 0, xanchor: "left", yref: "paper", y: 1, yanchor: "bottom", yshift: 6 },
        ...labels(curves, bottom, height / Math.log10(top / bottom)),
      ],
    },
    alt,
  );
}

const plain = { showarrow: false, align: "left" } as const;

/** A label at the right of each curve, moved apart where they would overlap, and up where the figure ends. */
function labels(curves: readonly Curve[], bottom: number, pixelsPerDecade: number): NonNullable<Layout["annotations"]> {
  const at = curves
    .map(({ label, y, limit = y.at(-1) ?? 1 }, k) => ({ label, color: palette[k], height: Math.log10(limit) }))
    .sort((a, b) => a.height - b.height);
  const gap = lineHeight * Math.max(...at.map(({ label }) => label.length)) + 2;
  const wanted = at.map(({ height }) => (height - Math.log10(bottom)) * pixelsPerDecade);
  const lowest = gap / 2 - xTitle;
  const placed = spread(wanted, gap).map((position, i) => Math.max(position, lowest + i * gap));
  return at.map(({ label, color, height }, i) => ({
    ...plain,
    text: `<span style="color:${color}">●</span> ${label.join("<br>")}`,
    xref: "paper",
    x: 1,
    xanchor: "left",
    xshift: 2,
    y: height,
    yanchor: "middle",
    yshift: Math.round((placed[i] ?? 0) - (wanted[i] ?? 0)) + 0,
  }));
}
