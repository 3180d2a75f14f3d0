import type { Pair } from "../arguments.ts";
import { canvasWidth, type Cells, type Part } from "./cells.ts";
import type { Pass } from "./passes.ts";
import { readable } from "./style.ts";

/** A pass, and the grids that it reads and writes. */
export interface Stage {
  pass: Pass;
  from: Cells;
  to: Cells;
}

const largest = 32;
const gap = 22;
/** A line of words above or below grids, in pixels. */
export const line = 22;

/** One pass above; below it the two passes, which share the grid between them. */
export function arrange(one: Pass, column: Pass, row: Pass): [one: Stage, column: Stage, row: Stage] {
  const columns = one.from[1] + column.to[1] + row.to[1];
  const side = Math.min(largest, Math.floor((canvasWidth - 2 * gap) / columns));
  const after = (left: Cells) => left.x + left.columns * side + gap;
  const grid = (x: number, y: number, [rows, columns]: Pair): Cells => ({ x, y, rows, columns, side });
  const map = grid(0, line, one.from);
  const again = grid(0, line + map.rows * side + 2 * line + 8, column.from);
  const between = grid(after(again), again.y, column.to);
  return [
    { pass: one, from: map, to: grid(after(map), map.y, one.to) },
    { pass: column, from: again, to: between },
    { pass: row, from: between, to: grid(after(between), between.y, row.to) },
  ];
}

/** Words above each row of grids, and arrows between the grids. */
export function captions(stages: readonly [Stage, Stage, Stage]) {
  const arrows = stages.map(({ from, to }) => ({
    x: to.x - gap + 4,
    y: to.y + (Math.min(from.rows, to.rows) * to.side) / 2 - 10,
    text: "→",
  }));
  const [one, column, row] = stages.map(({ pass }) => describe(pass));
  const above = ({ from }: Stage, text: string) => ({ x: 0, y: from.y - 20, text });
  return [above(stages[0], `one pass ${one}`), above(stages[1], `${column}, then ${row}`), ...arrows];
}

export const describe = ({ window, positions, each }: Pass) =>
  `${window.join("×")}: ${readable(positions)} positions · ${each}`;

/** What has been done of each pass in a row of grids, added up, and of how many until it is finished. */
export function total(done: readonly number[], passes: readonly Pass[]): string {
  const all = passes.reduce((sum, pass) => sum + pass.total, 0);
  const sum = done.reduce((a, b) => a + b, 0);
  const parts = done.length > 1 ? `${done.map((part) => readable(part)).join(" + ")} = ` : "";
  return `${parts}<b>${readable(sum)}</b>${sum < all ? ` of ${readable(all)}` : ""} multiplications`;
}

export const isWithin = (part: Part, row: number, column: number) =>
  row >= part.row && row < part.row + part.rows && column >= part.column && column < part.column + part.columns;
