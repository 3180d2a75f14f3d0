import type { Data, Layout } from "plotly.js-dist-min";
import type { Kernel } from "../spatial/kernel.ts";
import type { Panel } from "./factor-panels.ts";
import { diverging, readable, typeIn } from "./style.ts";

const smallestType = 8;
const comfortableType = 11;
const largestType = 18;

/** A panel's numbers as coloured cells on axes whose unit is a cell, and the grey sheet that shows between them. */
export function drawPanel(
  { name, values, at, largest = Math.max(...values.flat().map(Math.abs)) || 1 }: Panel,
  cell: number,
): { trace: Data; sheet: NonNullable<Layout["shapes"]>[number] } {
  const [left, top] = [at[0] / cell, at[1] / cell];
  const [height, width] = [values.length, values[0]?.length ?? 0];
  const digits = typeIn(cell, written(values, 3).flat(), largestType) < comfortableType ? 2 : 3;
  const text = written(values, digits);
  const size = typeIn(cell, text.flat(), largestType);
  const trace: Data = {
    type: "heatmap",
    name,
    z: values.map((row) => [...row]),
    x: Array.from({ length: width }, (_, j) => left + j + 0.5),
    y: Array.from({ length: height }, (_, i) => top + i + 0.5),
    text,
    ...(size >= smallestType && { texttemplate: "%{text}", textfont: { size } }),
    hovertemplate: `${name}: %{text}<extra></extra>`,
    colorscale: diverging,
    zmin: -largest,
    zmax: largest,
    xgap: 1,
    ygap: 1,
    showscale: false,
  };
  const [x1, y1] = [left + width, top + height];
  const line = { color: "#bbbbbb", width: 1 };
  return { trace, sheet: { type: "rect", x0: left, x1, y0: top, y1, fillcolor: "#bbbbbb", line, layer: "below" } };
}

const written = (values: Kernel, digits: number) => values.map((row) => row.map((value) => readable(value, digits)));
