import { readable, wrap } from "./style.ts";
import type { Tap } from "./windows.ts";

type Products = readonly (readonly Pick<Tap, "pixel" | "weight">[])[];

export function sumOf(products: Products): number {
  return products.flat().reduce((sum, { pixel, weight }) => sum + pixel * weight, 0);
}

/**
 * The lines of a dot product written out, a line or more for each row of the kernel: 3·(−1) + 1·0 + … = 7; with ≈ where a
 * number is not written in full.
 */
export function written(products: Products, width: number): string[] {
  const sum = sumOf(products);
  const numbers = [sum, ...products.flat().flatMap(({ pixel, weight }) => [pixel, weight])];
  const terms = products.map((row, i) => row.map((product, j) => `${i + j > 0 ? `+${tied}` : ""}${factors(product)}`));
  const lines = terms.flatMap((row) => wrap(row.join(" "), width));
  return [...lines, `${numbers.every(isFull) ? "=" : "≈"} <b>${digits(sum, 3)}</b>`];
}

/** A number whose whole part is written in full, with at least so many digits where there are more. */
export const digits = (value: number, least: number) =>
  readable(value, Math.max(least, Math.trunc(Math.abs(value)).toString().length));

// A space at which no line is broken.
const tied = "\u00a0";

const factors = ({ pixel, weight }: Products[number][number]) => [pixel, weight].map(factor).join("·");

const factor = (value: number) => (value < 0 ? `(${digits(value, 3)})` : digits(value, 3));

/** Whether three digits say all of a number, but for the noise of binary fractions. */
function isFull(value: number): boolean {
  return Number.isInteger(value) || Math.abs(Number(value.toPrecision(3)) - value) <= 1e-12 * Math.abs(value);
}
