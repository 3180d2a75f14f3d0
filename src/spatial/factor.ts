import { refuse } from "../errors.ts";
import { approximate, type Factors } from "./approximate.ts";
import { checkKernel, checkNotZero, type Kernel } from "./kernel.ts";
import { orientation } from "./orientation.ts";
import { outer } from "./outer.ts";
import { rank, type RankOptions } from "./rank.ts";

/**
 * The two vectors whose outer product is a separable kernel. A kernel of integers gives integers (the row has no
 * common divisor), and `outer(column, row)` equals it exactly; for other kernels it does so up to rounding, and the
 * scale is shared evenly between the two. A vector that smooths is positive.
 *
 * @param kernel     [kH][kW] of rank 1
 * @param options    tolerance: singular values up to this one count as 0; see {@link rank}
 * @returns  column of kH numbers and row of kW numbers
 * @throws  when kernel is not separable (the error says its rank and how good the best separable kernel is), empty,
 *          ragged, all zeros or holds anything but finite numbers
 * @example
 * spatial.factor(spatial.kernels.sobelX); // { column: [1, 2, 1], row: [-1, 0, 1] }
 */
export function factor(kernel: Kernel, options: RankOptions = {}): Factors {
  checkKernel("spatial.factor", kernel);
  checkNotZero("spatial.factor", kernel);
  const exact = integerFactors(kernel);
  if (exact) return exact;
  const found = rank(kernel, options);
  if (found !== 1) {
    const { error, relativeError } = approximate(kernel);
    const best = `the best separable kernel is off by ${error.toPrecision(3)} (${(100 * relativeError).toPrecision(3)}%)`;
    refuse(
      "spatial.factor",
      "a separable kernel (rank 1)",
      `rank ${found}, ${best}`,
      "use spatial.approximate(kernel)",
    );
  }
  return pivotFactors(kernel);
}

/** Integer factors of an integer kernel of rank 1, or undefined. The primitive row divides every row of such a kernel. */
function integerFactors(kernel: Kernel): Factors | undefined {
  if (!kernel.every((row) => row.every(Number.isSafeInteger))) return undefined;
  const first = kernel.find((values) => values.some((value) => value !== 0)) ?? [];
  const divisor = first.reduce(greatestCommonDivisor, 0);
  const row = first.map((value) => value / divisor);
  const at = row.findIndex((value) => value !== 0);
  const column = kernel.map((values) => (values[at] ?? 0) / (row[at] ?? 1));
  const product = outer(column, row);
  const same = kernel.every((values, i) => values.every((value, j) => value === product[i]?.[j]));
  return same ? oriented(column, row) : undefined;
}

/** The column and the row through the largest number; each gets the root of its size. */
function pivotFactors(kernel: Kernel): Factors {
  const flat = kernel.flat();
  const largest = flat.reduce((best, value, at) => (Math.abs(value) > Math.abs(flat[best] ?? 0) ? at : best), 0);
  const width = kernel[0]?.length ?? 1;
  const pivot = flat[largest] ?? 1;
  const scale = Math.sqrt(Math.abs(pivot));
  const column = kernel.map((row) => (row[largest % width] ?? 0) / scale);
  const row = (kernel[Math.floor(largest / width)] ?? []).map((value) => (value * Math.sign(pivot)) / scale);
  return oriented(column, row);
}

function oriented(column: number[], row: number[]): Factors {
  const sign = orientation(column, row);
  return { column: column.map((value) => value * sign + 0), row: row.map((value) => value * sign + 0) };
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? Math.abs(a) : greatestCommonDivisor(b, a % b);
}
