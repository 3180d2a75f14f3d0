import type { Data } from "plotly.js-dist-min";
import type { Kernel } from "../spatial/kernel.ts";
import { rank } from "../spatial/rank.ts";
import { svd } from "../spatial/svd.ts";
import { palette, readable } from "./style.ts";

/** Singular values as bars on the axes x2 and y2, those that are rounding alone as 0. */
export function singularValues(kernel: Kernel): { trace: Data; values: number[] } {
  const nonZero = rank(kernel);
  const values = svd(kernel).S.map((value, k) => (k < nonZero ? value : 0));
  const trace: Data = {
    type: "bar",
    orientation: "h",
    name: "singular values",
    xaxis: "x2",
    yaxis: "y2",
    x: values,
    y: values.map((_, k) => `σ${subscript(k + 1)}`),
    text: values.map((value) => ` ${readable(value)}`),
    textposition: "outside",
    cliponaxis: false,
    marker: { color: palette[0] ?? "" },
    hovertemplate: "%{y}: %{x:.4~g}<extra></extra>",
    showlegend: false,
  };
  return { trace, values };
}

const subscript = (k: number) => String(k).replaceAll(/\d/g, (digit) => "₀₁₂₃₄₅₆₇₈₉"[Number(digit)] ?? "");
