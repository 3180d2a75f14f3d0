import type { Layout } from "plotly.js-dist-min";

export type Shape = NonNullable<Layout["shapes"]>[number];

/** Squares that stand one behind the other, the first in front, each behind it further to the right and up. */
export interface Stack {
  colors: readonly string[];
  /** the side of a square, in pixels */
  side: number;
  /** how many cells a side has */
  cells: number;
}

/** Where a drawing stands: a fraction of the figure's width, and pixels from the top. */
export interface Place {
  across: number;
  top: number;
}

const step = 5;
const gap = 8;

/** Width and height, in pixels. */
export const extent = ({ colors, side }: Stack) => side + step * (colors.length - 1);

/** Stacks of one size in rows, centred on a place; their size in pixels does not change with the figure's width. */
export function drawStacks(stacks: readonly Stack[], columns: number, { across, top }: Place): Shape[] {
  const pitch = extent(stacks[0]!) + gap;
  const left = -(columns * pitch - gap) / 2;
  return stacks.flatMap((stack, at) => {
    const corner = [left + (at % columns) * pitch, top + Math.floor(at / columns) * pitch] as const;
    return drawStack(stack, corner, across);
  });
}

/** The height of so many stacks in rows. */
export function heightOf(stacks: readonly Stack[], columns: number): number {
  return Math.ceil(stacks.length / columns) * (extent(stacks[0]!) + gap) - gap;
}

/** As many columns as make whole rows, where so many fit into the width; else as near to a square as fits. */
export function columnsFor(stacks: readonly Stack[], width: number): number {
  const fit = Math.max(1, Math.floor((width + gap) / (extent(stacks[0]!) + gap)));
  const square = Math.ceil(Math.sqrt(stacks.length));
  const whole = Array.from({ length: fit }, (_, c) => c + 1).find((c) => c >= square && stacks.length % c === 0);
  return whole ?? Math.min(fit, square);
}

function drawStack({ colors, side, cells }: Stack, [left, top]: readonly [number, number], across: number): Shape[] {
  const squares = colors.map((color, k): Shape => {
    const [x, y] = [left + step * k, -(top + step * (colors.length - 1 - k))];
    const lines = Array.from({ length: cells - 1 }, (_, i) => ((i + 1) * side) / cells);
    const grid = lines.map((at) => `M${x + at},${y}V${y - side}M${x},${y - at}H${x + side}`);
    return {
      type: "path",
      path: `M${x},${y}H${x + side}V${y - side}H${x}Z${grid.join("")}`,
      xref: "paper",
      xsizemode: "pixel",
      xanchor: across,
      yref: "paper",
      ysizemode: "pixel",
      yanchor: 1,
      fillcolor: color,
      line: { color: "#ffffff", width: 1 },
    };
  });
  return squares.toReversed();
}
