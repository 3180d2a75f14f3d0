/**
 * A figure as it is printed, and exactly: printed rounded, or "truncated", or "below", or, where it is neither, by which
 * share it differs at most.
 */
export type Figure = readonly [printed: string | null, exact: number, by?: "truncated" | "below" | number];

/** A row of a published table, and what of which network it counts. */
export interface Row {
  /** Such as "Table 4". */
  where: string;
  name: string;
  model: string;
  options?: object;
  /** Kinds of layers that the row leaves out. */
  without?: readonly string[];
  /** What the names of the layers begin with that the row counts alone. */
  within?: string;
  /** Whether batch norm's moving statistics count as parameters. */
  statistics?: true;
  macs?: Figure;
  parameters?: Figure;
  /** Why it is not as printed. */
  note?: string;
}

const UNITS: Record<string, number> = { M: 1e6, G: 1e9, B: 1e9, "%": 1e-2, "": 1 };

/** A printed figure's value, and what its last digit stands for. */
export function valueOf(printed: string): { value: number; digit: number } {
  const [, whole, fraction = "", unit] = /^([\d,]+)(?:\.(\d+))?([MGB%]?)$/.exec(printed)!;
  const scale = UNITS[unit!]!;
  return { value: Number(`${whole!.replaceAll(",", "")}.${fraction}`) * scale, digit: scale / 10 ** fraction.length };
}
