import type { Tensor } from "@tensorflow/tfjs";

/** Throws the library's one form of error: who refuses, what was expected, what was received, and the remedy. */
export function refuse(who: string, expected: string, received: string, remedy: string): never {
  throw new Error(`${who}: expected ${expected}, received ${received}; ${remedy}`);
}

/** A value as an error names it: short, and telling "3" from 3 and a tensor from an array. */
export function show(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (isTensor(value)) return `a tensor [${value.shape.join(", ")}] of ${value.dtype}`;
  if (Array.isArray(value)) return value.length > 8 ? `an array of ${value.length}` : `[${value.map(show).join(", ")}]`;
  if (typeof value === "object" && value !== null)
    return `an object with ${Object.keys(value).join(", ") || "no keys"}`;
  return typeof value === "function" ? "a function" : String(value);
}

/** Whether a value is a tensor of tfjs, also of a second copy of it. */
export function isTensor(value: unknown): value is Tensor {
  return typeof value === "object" && value !== null && "dataId" in value && "shape" in value && "dtype" in value;
}
