import type { Pair } from "../../../arguments.ts";
import type { Problem } from "../../../conv/problem.ts";

/** A value of the source, relative to an invocation's own place there, times a tap of the kernel. */
export interface Term {
  row: number;
  column: number;
  tap: number;
}

/** A value of the result, relative to an invocation's own place there. */
export interface Cell {
  row: number;
  column: number;
  terms: Term[];
}

/**
 * What one invocation computes of one channel, written out: which values of the source go into which of its results. What
 * several results need is read once, and a stride in the gradient costs nothing, since only taps that meet are listed.
 */
export interface Stencil {
  cells: Cell[];
  /** From an invocation's results to its neighbour's, and from its place in the source. */
  size: Pair;
  step: Pair;
  /** Where in the source the first invocation reads first, and over how many values an invocation reads. */
  origin: Pair;
  reach: Pair;
}

type Axes = Pick<Problem, "kernel" | "stride" | "dilation" | "padding" | "height" | "outHeight">;

/** The forward pass: a few results below each other. */
export function forwardStencil({ kernel, stride, dilation, padding, outHeight }: Axes): Stencil {
  const strip = stripFor(kernel, outHeight);
  const cells = Array.from({ length: strip }, (_, row) => ({
    row,
    column: 0,
    terms: tapsOf(kernel).map(([y, x], tap) => ({
      row: row * stride[0] + y * dilation[0] - padding[0][0],
      column: x * dilation[1] - padding[1][0],
      tap,
    })),
  }));
  return placed(cells, [strip, 1], [strip * stride[0], stride[1]]);
}

/** The gradient of the input: a result for each phase of the stride, each with the taps that meet it. */
export function inputGradientStencil({ kernel, stride, dilation, padding, height }: Axes): Stencil {
  const strip = Math.ceil(stripFor(kernel, height) / stride[0]);
  const rows = strip * stride[0];
  const cells = Array.from({ length: rows * stride[1] }, (_, i) => {
    const [row, column] = [Math.floor(i / stride[1]), i % stride[1]];
    const terms = tapsOf(kernel).map(([y, x], tap) => ({
      row: (row + padding[0][0] - y * dilation[0]) / stride[0],
      column: (column + padding[1][0] - x * dilation[1]) / stride[1],
      tap,
    }));
    return { row, column, terms: terms.filter((at) => Number.isInteger(at.row) && Number.isInteger(at.column)) };
  });
  return placed(cells, [rows, stride[1]], [strip, 1]);
}

export const termsOf = ({ cells }: Stencil) => cells.reduce((sum, { terms }) => sum + terms.length, 0);

/** Results below each other that share what they read. */
const stripFor = (kernel: Pair, height: number) => (kernel[0] * kernel[1] > 256 ? 1 : Math.min(4, height));

const tapsOf = ([height, width]: Pair) =>
  Array.from({ length: height * width }, (_, tap) => [Math.floor(tap / width), tap % width] as const);

function placed(cells: Cell[], size: Pair, step: Pair): Stencil {
  const terms = cells.flatMap((cell) => cell.terms);
  const [rows, columns] = [terms.map(({ row }) => row), terms.map(({ column }) => column)];
  const origin = [Math.min(...rows), Math.min(...columns)] as const;
  const reach = [Math.max(...rows) - origin[0] + 1, Math.max(...columns) - origin[1] + 1] as const;
  const fromOrigin = ({ row, column, tap }: Term) => ({ row: row - origin[0], column: column - origin[1], tap });
  return { cells: cells.map((cell) => ({ ...cell, terms: cell.terms.map(fromOrigin) })), size, step, origin, reach };
}
