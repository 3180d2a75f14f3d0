import type { Layout } from "plotly.js-dist-min";
import { checkNames } from "../arguments.ts";
import { checkKernel, checkNotZero, type Kernel } from "../spatial/kernel.ts";
import { factorPanels, label, type Panel } from "./factor-panels.ts";
import { Figure } from "./figure.ts";
import { drawPanel } from "./panel.ts";
import { singularValues } from "./singular-values.ts";
import { frame, hiddenAxis, readable, wrap } from "./style.ts";

export interface FactorsOptions {
  title?: string;
}

// in pixels: a line of text, a bar; in cells: room for the frame's own width
const line = 18;
const bar = 24;
const edge = 0.05;

/**
 * A kernel as column × row: like a table of multiplication, with the column at the left and the row above, so that each number
 * of the kernel is the product of the two at its edges. Below, its singular values: as many differ from zero as passes are
 * needed. Of a kernel that is not separable the pair that comes nearest is drawn, and beneath it the kernel and the error.
 *
 * @param kernel  [kH][kW]
 * @throws  when kernel is empty, ragged, all zeros or holds anything but finite numbers
 * @example
 * await display(plot.factors(spatial.kernels.sobelX, { title: "Sobel x" })); // exact
 * await display(plot.factors(spatial.kernels.sharpen)); // the best pair, and its error
 * @see Eckart and Young 1936, The approximation of one matrix by another of lower rank
 */
export function factors(kernel: Kernel, options: FactorsOptions = {}): Figure {
  checkKernel("plot.factors", kernel);
  checkNotZero("plot.factors", kernel);
  checkNames("plot.factors", options, ["title"]);
  const { panels, corner, width, height, cell, words } = factorPanels(kernel);
  const drawn = panels.map((panel) => drawPanel(panel, cell));
  const { trace, values } = singularValues(kernel);
  const lines = wrap(words, 44);
  const barsHeight = values.length * bar;
  const total = height + (lines.length + 1) * line + 24 + barsHeight;
  const below = { ...plain, xref: "paper", yref: "paper" } as const;
  return new Figure(
    [...drawn.map((panel) => panel.trace), trace],
    {
      ...frame({ title: options.title, height: total }),
      xaxis: { ...hiddenAxis, range: [-edge, width / cell + edge], constrain: "domain" },
      yaxis: {
        ...hiddenAxis,
        range: [height / cell, 0],
        scaleanchor: "x",
        constrain: "domain",
        domain: [1 - height / total, 1],
      },
      xaxis2: { ...hiddenAxis, anchor: "y2", domain: [0.1, 1], range: [0, 1.4 * (values[0] ?? 1)] },
      yaxis2: { anchor: "x2", domain: [0, barsHeight / total], autorange: "reversed", ticklabelstandoff: 4 },
      bargap: 0.4,
      shapes: drawn.map((panel) => panel.sheet),
      annotations: [
        ...panels.map((panel) => caption(panel, cell)),
        { ...plain, text: "×", font: { size: 20 }, x: corner[0] / cell, y: corner[1] / cell },
        { ...below, text: lines.join("<br>"), x: 0.5, y: 1 - height / total, yanchor: "top", yshift: -4 },
        { ...below, text: "singular values", x: 0, xanchor: "left", y: barsHeight / total, yanchor: "bottom" },
      ],
    },
    `${options.title ?? "Kernel"}, ${kernel.length}×${kernel[0]?.length}. ${words} Singular values: ${values.map((value) => readable(value)).join(", ")}`,
  );
}

const plain = { showarrow: false } as const;

function caption(
  { caption, side, values, at: [x, y] }: Panel,
  cell: number,
): NonNullable<Layout["annotations"]>[number] {
  const [height, width] = [values.length * cell, (values[0]?.length ?? 0) * cell];
  const [left, top] = {
    left: [x - label / 2, y + height / 2],
    top: [x + width / 2, y - label / 2],
    bottom: [x + width / 2, y + height + label / 2],
  }[side] as [number, number];
  return { ...plain, text: caption, x: left / cell, y: top / cell, textangle: side === "left" ? -90 : 0 };
}
