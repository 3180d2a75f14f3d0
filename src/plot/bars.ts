import type { Data } from "plotly.js-dist-min";
import { toChoice } from "../arguments.ts";
import { refuse } from "../errors.ts";
import { Figure } from "./figure.ts";
import { frame, narrowest, palette, readable, wrap } from "./style.ts";

/** What each bar is called, and its number or the named parts that it is stacked from. */
export type Bars = Readonly<Record<string, number | Readonly<Record<string, number>>>>;

export interface BarsOptions {
  title?: string;
  /** what is counted, below the axis */
  unit?: string;
  /** "log" for numbers of very different size; not for stacked parts, whose lengths would mislead */
  scale?: "linear" | "log";
}

const barHeight = 56;
const characterWidth = 8;

/**
 * Horizontal bars with their numbers written out, stacked where a bar has parts.
 *
 * @param bars  names with numbers, or with parts by name
 * @throws  when there is no bar, a number is negative or not finite, scale is neither, or a log scale meets parts or zeros
 * @example
 * await display(plot.bars({ standard: 108, separable: { depthwise: 27, pointwise: 12 } }, { unit: "parameters" }));
 */
export function bars(bars: Bars, options: BarsOptions = {}): Figure {
  return drawBars("plot.bars", bars, options);
}

/** The bars of the figure `who`, whose name errors give. */
export function drawBars(who: string, bars: Bars, { title, unit = "", scale = "linear" }: BarsOptions): Figure {
  toChoice(who, "scale", scale, ["linear", "log"]);
  const rows = Object.entries(bars ?? {}).map(([name, value]) => row(name, value));
  check(who, rows, scale);
  const names = [...new Set(rows.flatMap(({ parts }) => parts.map(([part]) => part)))];
  const data = names.map((part, k): Data => ({
    type: "bar",
    orientation: "h",
    name: part,
    showlegend: part !== "",
    y: rows.map(({ label }) => label),
    x: rows.map(({ parts }) => parts.find(([name]) => name === part)?.[1] ?? null),
    marker: { color: palette[k % palette.length] ?? "", line: { color: "#ffffff", width: 1 } },
    hovertemplate: `${part || "%{y}"}: %{x:,}<extra></extra>`,
  }));
  const sums: Data = {
    type: "scatter",
    mode: "text",
    y: rows.map(({ label }) => label),
    x: rows.map(({ total }) => total),
    text: rows.map(({ written }) => ` ${written}`),
    textposition: "middle right",
    cliponaxis: false,
    hoverinfo: "skip",
    showlegend: false,
  };
  const labelWidth =
    characterWidth * Math.max(...rows.flatMap(({ label }) => label.split("<br>").map((l) => l.length)));
  const legend = names.length > 1 || names[0] !== "";
  return new Figure(
    [...data, sums],
    {
      ...frame({ title, height: rows.length * barHeight + 50, legend: legend ? 28 : 0 }),
      barmode: "stack",
      bargap: 0.35,
      xaxis: {
        type: scale,
        title: { text: unit, standoff: 8 },
        range: range(rows, scale, narrowest - 40 - labelWidth),
        automargin: true,
        gridcolor: "#e5e5e5",
        zeroline: false,
        nticks: 4,
        ...(scale === "log" ? { exponentformat: "power" } : { tickformat: "," }),
      },
      yaxis: { automargin: true, autorange: "reversed", ticklabelstandoff: 6 },
      legend: { orientation: "h", x: 0, xanchor: "left", y: 1, yanchor: "bottom", traceorder: "normal" },
    },
    `${title ?? "Bars"}${unit && `, ${unit}`}: ${rows.map(({ name, written }) => `${name} ${written}`).join("; ")}`,
  );
}

interface Row {
  name: string;
  label: string;
  parts: [name: string, value: number][];
  total: number;
  written: string;
}

function row(name: string, value: Bars[string]): Row {
  const parts: Row["parts"] = typeof value === "number" ? [["", value]] : Object.entries(value ?? {});
  const total = parts.reduce((sum, [, part]) => sum + part, 0);
  const summands = parts.map(([, part]) => readable(part)).join(" + ");
  const written = parts.length > 1 && parts.length < 4 ? `${summands} = ${readable(total)}` : readable(total);
  return { name, label: wrap(name, 14).join("<br>"), parts, total, written };
}

function check(who: string, rows: Row[], scale: "linear" | "log"): void {
  if (rows.length === 0) refuse(who, "at least one bar", "none", "give { name: number }");
  for (const { name, parts } of rows) {
    const wrong = parts.find(([, value]) => !Number.isFinite(value) || value < 0);
    if (wrong || parts.length === 0) {
      refuse(who, `numbers from 0 for ${name}`, wrong ? String(wrong[1]) : "no parts", "give what was counted");
    }
    if (scale === "log" && (parts.length > 1 || parts[0]?.[1] === 0)) {
      refuse(who, `one number above 0 for ${name} on a log scale`, JSON.stringify(parts), 'use scale "linear"');
    }
  }
}

/** An axis long enough that each number fits behind its bar on the narrowest screen. */
function range(rows: Row[], scale: "linear" | "log", pixels: number): [number, number] {
  const free = (written: string) => 1 - Math.min(0.6, ((written.length + 1) * characterWidth) / pixels);
  if (scale === "linear") return [0, Math.max(...rows.map(({ total, written }) => total / free(written))) || 1];
  const low = Math.floor(Math.log10(Math.min(...rows.map(({ total }) => total)))) - 0.5;
  return [low, Math.max(...rows.map(({ total, written }) => low + (Math.log10(total) - low) / free(written)))];
}
