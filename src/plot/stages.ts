import type { Layout } from "plotly.js-dist-min";
import { columnsFor, drawStacks, extent, heightOf, type Shape, type Stack } from "./stacks.ts";

/** A convolution as blocks: maps in, filters of kernels, maps out. */
export interface Stage {
  name: string;
  maps: Stack;
  filters: Stack[];
  out: Stack;
  /** how many parameters that makes */
  count: string;
}

type Annotation = NonNullable<Layout["annotations"]>[number];

interface Drawing {
  shapes: Shape[];
  annotations: Annotation[];
  /** in pixels */
  height: number;
}

// fractions of the width, and pixels
const columns = { maps: 0.15, convolve: 0.29, filters: 0.5, yield: 0.71, out: 0.85 };
const filtersWidth = 128;
const line = 20;
const space = 16;

/** Stages one below the other, so that maps stand under maps and filters under filters, and a last line of words. */
export function drawStages(stages: readonly Stage[], words: readonly string[]): Drawing {
  const shapes: Shape[] = [];
  const annotations: Annotation[] = [];
  let top = 0;
  for (const stage of stages) {
    const drawn = drawStage(stage, top);
    shapes.push(...drawn.shapes);
    annotations.push(...drawn.annotations);
    top += drawn.height + space;
  }
  annotations.push(write(words.join("<br>"), 0.5, top));
  return { shapes, annotations, height: top + words.length * line };
}

function drawStage({ name, maps, filters, out, count }: Stage, top: number): Drawing {
  const across = columnsFor(filters, filtersWidth);
  const inner = Math.max(extent(maps), heightOf(filters, across), extent(out));
  const start = top + line + 6;
  const middle = start + inner / 2;
  const column = (stacks: readonly Stack[], perRow: number, at: number) =>
    drawStacks(stacks, perRow, { across: at, top: middle - heightOf(stacks, perRow) / 2 });
  const below = start + inner + 2;
  const { length: kernels } = filters[0]?.colors ?? [];
  return {
    shapes: [
      ...column([maps], 1, columns.maps),
      ...column(filters, across, columns.filters),
      ...column([out], 1, columns.out),
    ],
    annotations: [
      write(`<b>${name}</b>`, 0.5, top),
      write("→", columns.convolve, middle - line / 2),
      write("→", columns.yield, middle - line / 2),
      write(plural(maps.colors.length, "map"), columns.maps, below),
      write(
        kernels === 1
          ? plural(filters.length, "kernel")
          : `${plural(filters.length, "filter")} of ${plural(kernels, "kernel")}`,
        columns.filters,
        below,
      ),
      write(plural(out.colors.length, "map"), columns.out, below),
      write(count, 0.5, below + line),
    ],
    height: below + 2 * line - top,
  };
}

const plural = (count: number, noun: string) => `${count} ${noun}${count === 1 ? "" : "s"}`;

/** Words whose middle is at a fraction of the width and whose top is so many pixels from the figure's. */
function write(text: string, across: number, top: number): Annotation {
  const paper = { xref: "paper", yref: "paper", y: 1, yanchor: "top", yshift: 0 - top } as const;
  return { ...paper, text, x: across, xanchor: "center", borderpad: 0, showarrow: false };
}
