import { readable } from "./style.ts";

const PREFIXES = new Map([
  [-9, "n"],
  [-6, "µ"],
  [-3, "m"],
  [0, ""],
  [3, "k"],
  [6, "M"],
  [9, "G"],
  [12, "T"],
]);

/** A number above 0 with SI's prefix and its unit, such as 4.5 ms, to three digits. */
export function prefixed(value: number, unit: string): string {
  const [digits = "", exponent = ""] = value.toExponential(2).split("e");
  const power = Math.min(12, Math.max(-9, 3 * Math.floor(Number(exponent) / 3)));
  return `${readable(Number(`${digits}e${Number(exponent) - power}`))} ${PREFIXES.get(power)}${unit}`.trim();
}
