import { checkNames } from "../arguments.ts";
import { parameters } from "../article/formula.ts";
import { Figure } from "./figure.ts";
import { toAtMost } from "./sizes.ts";
import type { Stack } from "./stacks.ts";
import { drawStages, type Stage } from "./stages.ts";
import { frame, hiddenAxis, palette, readable } from "./style.ts";

export interface BlocksOptions {
  inChannels: number;
  outChannels: number;
  /** k of the k×k kernels */
  kernelSize: number;
  title?: string;
}

const most = 8;
// at which a cell of a kernel is two pixels wide
const finest = 12;
const grey = "#888888";

/**
 * A standard convolution, and the depthwise and the pointwise one that stand in for it, as blocks: maps in, filters as stacks
 * of kernels, maps out, with the number of parameters under each. A kernel has the colour of the input map that it filters;
 * maps that mix all inputs are grey.
 *
 * @throws  when a number is not an integer from 1, or there are more than 8 channels, or kernels of more than 12×12
 * @example
 * await display(plot.blocks({ inChannels: 3, outChannels: 4, kernelSize: 3 })); // 108; 27 + 12 = 39
 * @see Howard et al. 2017, arXiv 1704.04861, figure 2
 */
export function blocks(options: BlocksOptions): Figure {
  checkNames("plot.blocks", options, ["inChannels", "outChannels", "kernelSize", "title"]);
  const [M, N] = [atMost(most, "inChannels", options), atMost(most, "outChannels", options)];
  const k = atMost(finest, "kernelSize", options);
  const standard = parameters({ inChannels: M, outChannels: N, ...square(k) });
  const depthwise = parameters({ inChannels: M, outChannels: M, groups: M, ...square(k) });
  const pointwise = parameters({ inChannels: M, outChannels: N, ...square(1) });
  const separable = depthwise + pointwise;

  const colors = Array.from({ length: M }, (_, c) => palette[c % palette.length] ?? grey);
  const maps = mapsOf(colors);
  const mixed = mapsOf(Array.from({ length: N }, () => grey));
  const filters = (size: number) => Array.from({ length: N }, () => kernelsOf(colors, size));
  const counts = [
    `${N} · ${M} · ${k}×${k} = ${readable(standard)} parameters`,
    `${M} · ${k}×${k} = ${readable(depthwise)} parameters`,
    `${N} · ${M} · 1×1 = ${readable(pointwise)} parameters`,
  ] as const;
  const stages: Stage[] = [
    { name: "Standard", maps, filters: filters(k), out: mixed, count: counts[0] },
    { name: "Depthwise", maps, filters: colors.map((color) => kernelsOf([color], k)), out: maps, count: counts[1] },
    { name: "then pointwise", maps, filters: filters(1), out: mixed, count: counts[2] },
  ];
  const sum = `${readable(depthwise)} + ${readable(pointwise)} = ${readable(separable)} parameters`;
  const share = `${readable((100 * separable) / standard)}% of ${readable(standard)}`;
  const { shapes, annotations, height } = drawStages(stages, [`<b>${sum}</b>`, share]);
  return new Figure(
    [],
    { ...frame({ title: options.title, height }), xaxis: hiddenAxis, yaxis: hiddenAxis, shapes, annotations },
    `${options.title ?? "Convolution as blocks"}: standard ${counts[0]}; depthwise ${counts[1]}, then pointwise ${counts[2]}; together ${sum}, ${share}`,
  );
}

const square = (size: number) => ({ kernelSize: [size, size], inputSize: [size, size] }) as const;

const mapsOf = (colors: readonly string[]): Stack => ({ colors, side: 30, cells: 1 });
const kernelsOf = (colors: readonly string[], cells: number): Stack => ({ colors, side: cells === 1 ? 12 : 24, cells });

function atMost(limit: number, name: "inChannels" | "outChannels" | "kernelSize", options: BlocksOptions): number {
  const remedy = "draw a smaller layer of the same kind, and plot.parameters for the counts of this one";
  return toAtMost("plot.blocks", name, options[name], limit, remedy);
}
