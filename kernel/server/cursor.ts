/** The offset in UTF-16 of a cursor, which the protocol counts in Unicode code points; of none, the code's end. */
export function offsetOf(code: string, cursor: unknown): number {
  if (typeof cursor !== "number") return code.length;
  return [...code].slice(0, Math.max(0, cursor)).join("").length;
}

/** The cursor of an offset, in code points. */
export const cursorOf = (code: string, offset: number): number => Array.from(code.slice(0, offset)).length;
