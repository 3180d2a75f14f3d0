const RELATIVE = 1e-4;
/** Below this, differences are the noise of single precision around zero. */
const ABSOLUTE = 1e-6;

const NUMBER = /-?\d+(?:\.\d+)?(?:e[+-]?\d+)?/giu;

const close = (a: number, b: number): boolean =>
  Object.is(a, b) || Math.abs(a - b) <= Math.max(ABSOLUTE, RELATIVE * Math.max(Math.abs(a), Math.abs(b)));

/** Whether two texts are the same but for numbers that lie close together. Whole numbers count, so they must be equal. */
export function alikeText(a: string, b: string): boolean {
  if (a === b) return true;
  if (a.replaceAll(NUMBER, "#") !== b.replaceAll(NUMBER, "#")) return false;
  const numbers = b.match(NUMBER) ?? [];
  return (a.match(NUMBER) ?? []).every((text, index) => closeText(text, numbers[index]!));
}

const closeText = (a: string, b: string) => a === b || (!(isWhole(a) && isWhole(b)) && close(Number(a), Number(b)));

const isWhole = (text: string) => /^-?\d+$/u.test(text);

/** Whether two JSON values are the same but for numbers that lie close together, also in Plotly's typed arrays. */
export function alike(a: unknown, b: unknown): boolean {
  if (typeof a === "number" && typeof b === "number") return close(a, b);
  if (typeof a === "string" && typeof b === "string") return alikeText(a, b);
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return a === b;
  const [left, right] = [Object.entries(typedArray(a)), typedArray(b) as Record<string, unknown>];
  return (
    Array.isArray(a) === Array.isArray(b) &&
    left.length === Object.keys(right).length &&
    left.every(([key, value]) => key in right && alike(value, right[key]))
  );
}

const TYPES = {
  f8: Float64Array,
  f4: Float32Array,
  i4: Int32Array,
  i2: Int16Array,
  i1: Int8Array,
  u4: Uint32Array,
  u2: Uint16Array,
  u1: Uint8Array,
  u1c: Uint8ClampedArray,
};

/** Plotly's `{ dtype, bdata }` with its numbers in the place of their base64. */
function typedArray(value: object): object {
  if (!("bdata" in value && "dtype" in value) || typeof value.bdata !== "string") return value;
  const Type = TYPES[value.dtype as keyof typeof TYPES];
  if (Type === undefined) return value;
  const bytes = Uint8Array.from(Buffer.from(value.bdata, "base64"));
  return { ...value, bdata: Array.from(new Type(bytes.buffer)) };
}
