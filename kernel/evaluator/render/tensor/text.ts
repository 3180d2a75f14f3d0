import { inspect } from "node:util";
import { written } from "./number.ts";
import { statisticsOf } from "./statistics.ts";
import type { TensorLike, Values } from "./tensor-like.ts";

/** Up to so many values are written out. */
const ALL = 256;
const FIRST = 8;

/** A tensor's values in words: all of a small one, of a large one a few and what they are like. */
export function valuesText({ shape, dtype, size }: TensorLike, values: Values): string {
  if (size === 0) return "no values";
  if (size <= ALL) return nested(cells(dtype, values, size), shape);
  const first = `first values: ${cells(dtype, values, FIRST).join(", ")}, …`;
  return Array.isArray(values) || dtype === "complex64" ? first : `${statisticsText(values)}\n${first}`;
}

function statisticsText(values: ArrayLike<number>): string {
  const { min, max, mean, deviation, notFinite } = statisticsOf(values);
  const odd = notFinite > 0 ? `${notFinite.toLocaleString("en")} not finite` : "";
  if (notFinite === values.length) return odd;
  const figures = `min ${written(min, 4)}, max ${written(max, 4)}, mean ${written(mean, 4)}`;
  return `${figures}, standard deviation ${written(deviation, 4)}${odd && `, ${odd}`}`;
}

function cells(dtype: string, values: Values, count: number): string[] {
  return Array.from({ length: count }, (_, i) => {
    const value = values[dtype === "complex64" ? 2 * i : i]!;
    if (typeof value === "string") return inspect(value, { maxStringLength: 100 });
    if (dtype === "bool") return String(value !== 0);
    if (dtype !== "complex64") return written(value);
    const imaginary = Number(values[2 * i + 1]);
    return `${written(value)}${imaginary < 0 ? "-" : "+"}${written(Math.abs(imaginary))}i`;
  });
}

/** Brackets for each axis, a row a line, numbers below one another. */
function nested(texts: string[], shape: number[]): string {
  const width = shape.length > 1 ? Math.max(...texts.map((text) => text.length)) : 0;
  const block = (axis: number, start: number, step: number): string => {
    if (axis === shape.length) return texts[start]!.padStart(width);
    const inner = step / shape[axis]!;
    const parts = Array.from({ length: shape[axis]! }, (_, i) => block(axis + 1, start + i * inner, inner));
    const between =
      axis === shape.length - 1 ? ", " : `,${"\n".repeat(shape.length - 1 - axis)}${" ".repeat(axis + 1)}`;
    return `[${parts.join(between)}]`;
  };
  return block(0, 0, texts.length);
}
