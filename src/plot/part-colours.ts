import { palette } from "./style.ts";

const [blue, orange, green, pink] = palette as [string, string, string, string];

/** Kinds of layers that have the same colour in every figure. */
const FIXED: Readonly<Record<string, string>> = {
  "convolution 1×1": blue,
  "depthwise 3×3": orange,
  "convolution 3×3": green,
  linear: pink,
};

/** A colour for each of at most seven names. */
export function coloursOf(names: readonly string[]): Map<string, string> {
  const taken = new Set(names.map((name) => FIXED[name]));
  const known = new Set(Object.values(FIXED));
  const free = [...palette.filter((colour) => !known.has(colour)), ...known].filter((colour) => !taken.has(colour));
  return new Map(names.map((name) => [name, FIXED[name] ?? free.shift()!]));
}
