import type { Pair } from "../arguments.ts";
import type { Placement } from "../conv/placement.ts";
import { canvasWidth, type Cells } from "./cells.ts";

/** The three grids of a sliding window. */
export interface Grids {
  input: Cells;
  kernel: Cells;
  output: Cells;
}

const largest = 40;
const captionLine = 24;
const gap = 24;
// As wide as the words above a grid.
const leastWidth = 80;

/**
 * Input with its padding on the left, kernel above output on the right; or, where that makes larger cells, input above
 * kernel and output. Every grid has a line for a caption above it.
 */
export function arrange(input: Pair, { kernel, padding }: Placement, output: Pair): Grids {
  const padded: Pair = [input[0] + padding[0][0] + padding[0][1], input[1] + padding[1][0] + padding[1][1]];
  const fit = (columns: number, gaps: number) => Math.min(largest, Math.floor((canvasWidth - gaps) / columns));
  const right = Math.max(kernel[1], output[1]);
  const beside = Math.min(fit(padded[1] + right, gap), fit(padded[1], gap + leastWidth));
  const below = Math.min(fit(kernel[1] + output[1], gap), fit(padded[1], 0), fit(output[1], gap + leastWidth));
  const isBeside = beside >= 0.9 * below;
  const side = isBeside ? beside : below;
  const grid = (x: number, y: number, [rows, columns]: Pair): Cells => ({ x, y: y + captionLine, rows, columns, side });
  const first = grid(0, 0, padded);
  if (isBeside) {
    const x = padded[1] * side + gap;
    const second = grid(x, 0, kernel);
    return { input: first, kernel: second, output: grid(x, bottom(second) + 8, output) };
  }
  const y = bottom(first) + 8;
  return {
    input: first,
    kernel: grid(0, y, kernel),
    output: grid(Math.max(kernel[1] * side, leastWidth) + gap, y, output),
  };
}

/** Where a grid ends. */
export const bottom = ({ y, rows, side }: Cells) => y + rows * side;

/** Words above each grid, and the options that are not the usual ones in a line of their own below the grids. */
export function captions({ input, kernel, output }: Grids, size: Pair) {
  const above = (name: string, grid: Cells, [rows, columns]: Pair) => ({
    x: grid.x,
    y: grid.y - 20,
    text: `${name} ${rows}×${columns}`,
  });
  return [
    above("input", input, size),
    above("kernel", kernel, [kernel.rows, kernel.columns]),
    above("output", output, [output.rows, output.columns]),
  ];
}

/** The options that are not the usual ones, in words. */
export function settings({ stride, dilation, padding }: Placement): string {
  const pair = ([a, b]: Pair) => (a === b ? String(a) : `[${a}, ${b}]`);
  const [[top, end], [left, right]] = padding;
  const isEven = top === end && left === right; // else PyTorch's "same"
  const unusual = [
    Math.max(...stride) > 1 && `stride ${pair(stride)}`,
    Math.max(...padding.flat()) > 0 && `padding ${isEven ? pair([top, left]) : "same"} (grey)`,
    Math.max(...dilation) > 1 && `dilation ${pair(dilation)}`,
  ];
  return unusual.filter((text) => text !== false).join(", ");
}
