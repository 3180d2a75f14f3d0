import type { Data, Layout } from "plotly.js-dist-min";
import { refuse } from "../errors.ts";
import { hiddenAxis, narrowest } from "./style.ts";

/** Pixels across which grids are laid out: what the narrowest screen has between its margins. */
export const canvasWidth = narrowest - 36;
// Half a frame's line lies outside of its grid.
const edge = 2;

/** Cells in rows and columns; x and y of the upper left corner, and the cell's side, in pixels. */
export interface Cells {
  x: number;
  y: number;
  rows: number;
  columns: number;
  side: number;
}

/** What a cell may look like. */
export const look = { empty: 0, padding: 1, pixel: 2, done: 3, active: 4 } as const;

// Tints of Okabe and Ito's blue, green and orange: dark figures stand on each, and no two need their hue to be told apart.
const colours = ["#ffffff", "#e6e6e6", "#d9ecf8", "#a6d9c8", "#f5bd4a"];
const steps = colours.flatMap((colour, i): [number, string][] => [
  [i / colours.length, colour],
  [(i + 1) / colours.length, colour],
]);

/** One value for each cell, by row and column. */
export function each<T>({ rows, columns }: Pick<Cells, "rows" | "columns">, value: (row: number, column: number) => T) {
  return Array.from({ length: rows }, (_, row) => Array.from({ length: columns }, (_, column) => value(row, column)));
}

/** Cells filled with their looks. */
export function fill({ x, y, side }: Cells, looks: number[][]): Data {
  return {
    type: "heatmap",
    z: looks,
    x0: x + side / 2,
    dx: side,
    y0: y + side / 2,
    dy: side,
    zmin: -0.5,
    zmax: colours.length - 0.5,
    colorscale: steps,
    showscale: false,
    xgap: 1,
    ygap: 1,
    hoverinfo: "skip",
  };
}

/** Texts in the middle of the cells, row by row; padding's are pale. */
export function write(cells: Cells, texts: string[], size: number, pale = (_row: number, _column: number) => false) {
  const { x, y, side } = cells;
  return {
    ...textTrace,
    x: each(cells, (_, column) => x + (column + 0.5) * side).flat(),
    y: each(cells, (row) => y + (row + 0.5) * side).flat(),
    text: texts,
    textposition: "middle center",
    textfont: { size, color: each(cells, (row, column) => (pale(row, column) ? "#595959" : "#222222")).flat() },
  } satisfies Data;
}

/** Lines of text whose upper left corners stand at the places. */
export function say(places: { x: number; y: number; text: string }[]) {
  return {
    ...textTrace,
    x: places.map(({ x }) => x),
    y: places.map(({ y }) => y),
    text: places.map(({ text }) => text),
    textposition: "bottom right",
    textfont: { size: 13 },
  } satisfies Data;
}

const textTrace = { type: "scatter", mode: "text", cliponaxis: false, hoverinfo: "skip", showlegend: false } as const;

/** A part of a grid, in cells from its upper left corner. */
export interface Part {
  of: Cells;
  row: number;
  column: number;
  rows: number;
  columns: number;
}

/** The corners of frames around parts of grids. */
export function corners(parts: readonly Part[]): { x: (number | null)[]; y: (number | null)[] } {
  const around = parts.map(({ of, row, column, rows, columns }) => {
    const [left, top] = [of.x + column * of.side, of.y + row * of.side];
    const [right, bottom] = [left + columns * of.side, top + rows * of.side];
    return { x: [left, right, right, left, left, null], y: [top, top, bottom, bottom, top, null] };
  });
  return { x: around.flatMap(({ x }) => x), y: around.flatMap(({ y }) => y) };
}

/** Frames around parts of grids. */
export function outline(parts: readonly Part[]): Data {
  const line = { color: "#b34700", width: 3 };
  return { type: "scatter", mode: "lines", ...corners(parts), line, hoverinfo: "skip", showlegend: false };
}

/** Axes of pixels for the grids, and a grey ground that shows between their cells. */
export function canvas(height: number, grids: readonly Cells[]): Partial<Layout> {
  const axis = { ...hiddenAxis, constrain: "domain" } as const;
  return {
    xaxis: { ...axis, range: [-edge, canvasWidth + edge], constraintoward: "left" },
    yaxis: { ...axis, range: [height, -edge], scaleanchor: "x", constraintoward: "top" },
    shapes: grids.map(({ x, y, rows, columns, side }) => ({
      type: "rect",
      layer: "below",
      x0: x,
      x1: x + columns * side,
      y0: y,
      y1: y + rows * side,
      fillcolor: "#999999",
      line: { color: "#999999", width: 1 },
    })),
    dragmode: false,
    showlegend: false,
  };
}

/** The size of type at which the longest text fits its cell. */
export function typeSize(who: string, side: number, texts: readonly string[]): number {
  const longest = Math.max(...texts.map((text) => text.length));
  const size = Math.floor(Math.min(18, 0.7 * side, side / (0.65 * (longest + 0.5))));
  const remedy = "draw a smaller example, or scale it to small whole numbers";
  if (size < 8) refuse(who, "numbers short enough to be read in their cells", `one of ${longest} characters`, remedy);
  return size;
}
