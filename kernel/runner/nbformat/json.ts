declare global {
  interface JSON {
    parse(text: string, reviver: (key: string, value: unknown, context: { source?: string }) => unknown): unknown;
    rawJSON(text: string): object;
    isRawJSON(value: unknown): boolean;
  }
}

/** Reads JSON and keeps each number that would be written otherwise (`1.0`, `1.50`, large integers) as its own text. */
export function parseJson(text: string): unknown {
  return JSON.parse(text, (_key, value, { source }) =>
    typeof value === "number" && source !== undefined && source !== formatNumber(value) ? JSON.rawJSON(source) : value,
  );
}

/**
 * Writes JSON as Python's nbformat does: one space of indent, keys in order, nothing escaped beyond need.
 * JSON.stringify would put keys such as "10" before all others.
 */
export function formatJson(value: unknown, indent = "\n"): string {
  if (typeof value === "number") return formatNumber(value);
  if (value === null || typeof value !== "object" || JSON.isRawJSON(value)) return JSON.stringify(value);
  const inner = `${indent} `;
  const [open, close, items] = Array.isArray(value)
    ? ["[", "]", value.map((item) => formatJson(item, inner))]
    : ["{", "}", sortedEntries(value).map(([key, item]) => `${JSON.stringify(key)}: ${formatJson(item, inner)}`)];
  return items.length === 0 ? open + close : `${open}${inner}${items.join(`,${inner}`)}${indent}${close}`;
}

/** A number as Python writes it: with an exponent of two digits from 0.0001 down. */
const formatNumber = (value: number): string =>
  Math.abs(value) < 1e-4 && value !== 0 ? value.toExponential().replace(/e-(?=\d$)/u, "e-0") : JSON.stringify(value);

const sortedEntries = (value: object): [string, unknown][] =>
  Object.entries(value)
    .filter(([, item]) => item !== undefined)
    .sort(([a], [b]) => byCodePoint(a, b));

/** Python compares strings by code points, JavaScript by UTF-16 units. */
function byCodePoint(a: string, b: string): number {
  const [left, right] = [[...a], [...b]];
  const at = left.findIndex((character, index) => character !== right[index]);
  if (at < 0) return left.length - right.length;
  return left[at]!.codePointAt(0)! - (right[at]?.codePointAt(0) ?? -1);
}
