import { approximate } from "../spatial/approximate.ts";
import { factor } from "../spatial/factor.ts";
import type { Kernel } from "../spatial/kernel.ts";
import { isSeparable } from "../spatial/rank.ts";
import { narrowest, readable } from "./style.ts";

export interface Panel {
  name: string;
  caption: string;
  side: "left" | "top" | "bottom";
  values: Kernel;
  /** left and top, in pixels */
  at: readonly [number, number];
  /** the number that has the fullest colour, where it is not the panel's own largest */
  largest?: number;
}

interface Panels {
  panels: Panel[];
  /** the middle of the cell in the corner between column and row */
  corner: readonly [number, number];
  width: number;
  height: number;
  /** the side of a cell */
  cell: number;
  words: string;
}

/** What a caption takes. */
export const label = 24;

const gap = 6;
const between = 28;
const largestCell = 56;
const room = narrowest - 40;

/**
 * Column, row and their product as in a table of multiplication, in pixels of the narrowest screen. Under them, of a kernel
 * that is not separable, the kernel itself and what the nearest product leaves of it.
 */
export function factorPanels(kernel: Kernel): Panels {
  const [kH, kW] = [kernel.length, kernel[0]?.length ?? 1];
  const separable = isSeparable(kernel);
  const best = approximate(kernel);
  const { column, row } = separable ? factor(kernel) : best.factors[0]!;
  const product = separable ? kernel : best.kernel;
  const side = Math.min(
    (room - label - gap) / (1 + kW),
    separable ? Infinity : (room - between) / (2 * kW),
    largestCell,
  );
  const cell = Math.floor(side);
  const table = label + cell + gap + kW * cell;
  const pair = separable ? 0 : 2 * kW * cell + between;
  const width = Math.max(table, pair);
  const left = (width - table) / 2 + label;
  const inner = [left + cell + gap, label + cell + gap] as const;
  const bottom = inner[1] + kH * cell + label;
  const panels: Panel[] = [
    { name: "column", caption: "column", side: "left", values: column.map((value) => [value]), at: [left, inner[1]] },
    { name: "row", caption: "row", side: "top", values: [row], at: [inner[0], label] },
    { name: "column × row", caption: separable ? "= kernel" : "≈ kernel", side: "bottom", values: product, at: inner },
  ];
  const corner = [left + cell / 2, label + cell / 2] as const;
  if (separable) return { panels, corner, width, height: bottom, cell, words: "Separable: column × row = kernel." };

  const top = bottom + label + gap;
  const start = (width - pair) / 2;
  const error = kernel.map((values, i) => values.map((value, j) => value - (best.kernel[i]?.[j] ?? 0)));
  const largest = Math.max(...kernel.flat().map(Math.abs));
  panels.push(
    { name: "kernel", caption: "kernel", side: "top", values: kernel, at: [start, top] },
    { name: "error", caption: "error", side: "top", values: error, at: [start + kW * cell + between, top], largest },
  );
  const lost = readable(100 * best.relativeError);
  const words = `Not separable: the best column × row leaves an error of ${lost}% of the kernel's norm.`;
  return { panels, corner, width, height: top + kH * cell, cell, words };
}
