import { refuse } from "../errors.ts";
import { checkKernel, checkNotZero, type Kernel } from "./kernel.ts";
import { outer } from "./outer.ts";
import { svd } from "./svd.ts";

/** A kernel as two vectors: kernel = column · rowᵀ, applied as a kH×1 pass and a 1×kW pass. */
export interface Factors {
  column: number[];
  row: number[];
}

export interface Approximation {
  /** rank pairs, the heaviest first; their outer products add up to `kernel` */
  factors: Factors[];
  /** [kH][kW]: the approximation itself */
  kernel: number[][];
  /** Frobenius norm of the difference: the root of its summed squares */
  error: number;
  /** error divided by the Frobenius norm of the kernel: 0 exact, 1 all lost */
  relativeError: number;
}

/**
 * The best approximation of a kernel by a sum of `rank` outer products, in the Frobenius norm (Eckart and Young).
 * `approximate(kernel).factors[0]` is the best separable stand-in for a kernel that is not separable.
 * Each pair shares its singular value evenly between column and row.
 *
 * @param kernel  [kH][kW]
 * @param rank    how many column × row pairs, 1 … min(kH, kW)
 * @throws  when kernel is empty, ragged, all zeros or holds anything but finite numbers, or rank is out of range
 * @example
 * const { factors, relativeError } = spatial.approximate(spatial.kernels.sharpen); // one pair; 7% of the norm is lost
 * @see Eckart and Young 1936, The approximation of one matrix by another of lower rank
 */
export function approximate(kernel: Kernel, rank = 1): Approximation {
  checkKernel("spatial.approximate", kernel);
  checkNotZero("spatial.approximate", kernel);
  const { U, S, Vh } = svd(kernel);
  if (!Number.isInteger(rank) || rank < 1 || rank > S.length) {
    const remedy = `a ${kernel.length}×${kernel[0]?.length} kernel has at most ${S.length} pairs`;
    refuse("spatial.approximate", `rank to be an integer from 1 to ${S.length}`, String(rank), remedy);
  }
  const factors = S.slice(0, rank).map((value, k) => {
    const share = Math.sqrt(value);
    return { column: U.map((row) => (row[k] ?? 0) * share), row: (Vh[k] ?? []).map((v) => v * share) };
  });
  const products = factors.map(({ column, row }) => outer(column, row));
  const sum = kernel.map((row, i) => row.map((_, j) => products.reduce((total, p) => total + (p[i]?.[j] ?? 0), 0)));
  const error = norm(kernel.map((row, i) => row.map((value, j) => value - (sum[i]?.[j] ?? 0))));
  return { factors, kernel: sum, error, relativeError: error / norm(kernel) };
}

function norm(kernel: Kernel): number {
  return Math.hypot(...kernel.flat());
}
