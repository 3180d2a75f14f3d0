import { hex, inkOn, isDiverging, type Scale, scaleBetween } from "./colours.ts";
import { written } from "./number.ts";
import { LARGEST, picture } from "./picture.ts";
import { type Statistics, statisticsOf } from "./statistics.ts";

/** Up to so many rows and columns show their numbers. */
const NUMBERED = 16;
/** Up to so many matrices of a tensor with more axes are shown. */
const MATRICES = 16;

/** Whether the values of a tensor of this shape are few enough to be seen side by side. */
export const isMappable = (shape: number[]): boolean =>
  shape.length > 0 &&
  shape.reduce((product, side) => product * side, 1) <= LARGEST ** 2 &&
  shape.slice(-2).every((side) => side <= LARGEST) &&
  matricesOf(shape).length <= MATRICES;

/** Values as colours: those of the last two axes as a matrix for each index of the others. Beside them, what the colours mean. */
export function heatMap(shape: number[], values: ArrayLike<number>): string {
  const statistics = statisticsOf(values);
  const scale = scaleBetween(statistics.min, statistics.max);
  const [rows, columns] = shape.length === 1 ? [1, shape[0]!] : [shape.at(-2)!, shape.at(-1)!];
  const draw = rows <= NUMBERED && columns <= NUMBERED && shape.length <= 2 ? numbered : drawn;
  const maps = matricesOf(shape).map((index, i) => {
    const matrix = Array.from({ length: rows * columns }, (_, at) => values[i * rows * columns + at]!);
    return labelled(index, draw(rows, columns, matrix, scale));
  });
  return maps.join("") + legend(statistics, scale);
}

/** The indices of all axes but the last two. */
function matricesOf(shape: number[]): number[][] {
  let indices: number[][] = [[]];
  for (const size of shape.slice(0, -2)) {
    if (indices.length * size > MATRICES) return Array.from({ length: MATRICES + 1 }, () => []);
    indices = indices.flatMap((index) => Array.from({ length: size }, (_, i) => [...index, i]));
  }
  return indices;
}

const labelled = (index: number[], map: string): string =>
  index.length === 0
    ? map
    : `<div style="display: inline-block; margin: 0 8px 8px 0"><div>[${index.join(", ")}]</div>${map}</div>`;

function numbered(rows: number, columns: number, values: number[], scale: Scale): string {
  const row = (y: number) =>
    values
      .slice(y * columns, (y + 1) * columns)
      .map(
        (value) =>
          `<td style="${painted(scale, value)}; text-align: right; padding: 2px 6px">${written(value, 4)}</td>`,
      );
  const lines = Array.from({ length: rows }, (_, y) => `<tr>${row(y).join("")}</tr>`);
  return `<table style="border-collapse: collapse; margin: 0">${lines.join("")}</table>`;
}

function drawn(rows: number, columns: number, values: number[], scale: Scale): string {
  const alt = `heat map of ${rows} by ${columns} values`;
  return picture(rows, columns, 3, Uint8Array.from(values.flatMap((value) => scale(value))), alt);
}

/** The colours of the least and the largest value, of those between, and of what is no number. */
function legend({ min, max, notFinite }: Statistics, scale: Scale): string {
  const parts: string[] = [];
  if (max > min) {
    const colours = Array.from({ length: 24 }, (_, i) => swatch(scale, min + ((max - min) * i) / 23));
    const zero = isDiverging(min, max) ? " (white is 0)" : "";
    parts.push(`${written(min, 4)} ${colours.join("")} ${written(max, 4)}${zero}`);
  } else if (max === min) parts.push(`all ${written(min, 4)}`);
  if (notFinite > 0) parts.push(`${swatch(scale, NaN)} not finite: ${notFinite.toLocaleString("en")}`);
  return `<div style="margin-top: 4px">${parts.join(" · ")}</div>`;
}

const swatch = (scale: Scale, value: number): string => `<span style="${painted(scale, value)}">&nbsp;</span>`;

function painted(scale: Scale, value: number): string {
  const colour = scale(value);
  return `background-color: ${hex(colour)}; color: ${inkOn(colour)}`;
}
