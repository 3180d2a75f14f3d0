import type { Layout } from "plotly.js-dist-min";

/** A logarithmic axis from the low to the high number, and a share of that beyond both. */
export function logAxis([low = 1, high = 1]: readonly number[], beyond: number): NonNullable<Layout["xaxis"]> {
  const room = beyond * Math.log10(high / low);
  const range: [number, number] = [Math.log10(low) - room, Math.log10(high) + room];
  return { type: "log", range, gridcolor: "#e5e5e5", zeroline: false, tickmode: "array" };
}

/** 1, 2 and 5 times the powers of ten in a range; the powers alone where there are more than two. */
export function preferred(low: number, high: number): number[] {
  const [first, last] = [Math.floor(Math.log10(low)), Math.ceil(Math.log10(high))];
  const powers = Array.from({ length: last - first + 1 }, (_, i) => first + i);
  const all = powers.flatMap((power) => [1, 2, 5].map((digit) => Number(`${digit}e${power}`)));
  const inside = all.filter((value) => value >= low && value <= high);
  const tens = inside.filter((value) => Number.isInteger(Math.log10(value)));
  return tens.length > 2 ? tens : inside;
}

/** The ascending numbers that are at least so many decades apart, from the first. */
export function thin(values: readonly number[], decades: number): number[] {
  const kept: number[] = [];
  for (const value of values) {
    if (kept.length === 0 || Math.log10(value / (kept.at(-1) ?? 1)) >= decades) kept.push(value);
  }
  return kept;
}
