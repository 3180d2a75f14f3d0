import { checkNames } from "../arguments.ts";
import { refuse } from "../errors.ts";
import { checkKernel, type Kernel } from "./kernel.ts";
import { svd } from "./svd.ts";

export interface RankOptions {
  /** Singular values up to this one count as 0. Default: the largest · max(kH, kW) · 2⁻⁵², as numpy. */
  tolerance?: number;
}

/**
 * Numerical rank of a kernel: how many column × row passes apply it exactly. 1 is separable; all zeros have rank 0.
 * Give a tolerance for numbers that were rounded on the way, such as weights read from a float32 tensor.
 *
 * @param kernel  [kH][kW]
 * @throws  when kernel is empty, ragged or holds anything but finite numbers, or tolerance is negative or NaN
 * @example
 * spatial.rank(spatial.kernels.sobelX); // 1
 * spatial.rank(spatial.kernels.laplacian); // 2
 * @see numpy.linalg.matrix_rank
 */
export function rank(kernel: Kernel, options: RankOptions = {}): number {
  checkKernel("spatial.rank", kernel);
  checkNames("spatial.rank", options, ["tolerance"]);
  const { tolerance } = options;
  if (tolerance !== undefined && !(tolerance >= 0)) {
    refuse("spatial.rank", "tolerance to be 0 or more", String(tolerance), "leave it out for numpy's");
  }
  const { S } = svd(kernel);
  const negligible = tolerance ?? (S[0] ?? 0) * Math.max(kernel.length, kernel[0]?.length ?? 0) * Number.EPSILON;
  return S.filter((value) => value > negligible).length;
}

/**
 * Whether a kernel is spatially separable, that is of rank 1.
 *
 * @example
 * spatial.isSeparable(spatial.kernels.gaussian(5)); // true
 */
export function isSeparable(kernel: Kernel, options: RankOptions = {}): boolean {
  return rank(kernel, options) === 1;
}
