import { refuse } from "../errors.ts";
import { outer } from "./outer.ts";

// Kernels are written as they are applied: convolution in neural networks slides them without flipping.
const smoothing = { box: [1, 1, 1], sobel: [1, 2, 1], scharr: [3, 10, 3] };
const difference = [-1, 0, 1];

/** Sobel's derivative along x, [1, 2, 1]ᵀ · [-1, 0, 1]: bright where an image grows brighter to the right. Separable. */
export const sobelX = constant(outer(smoothing.sobel, difference));

/** Sobel's derivative along y, [-1, 0, 1]ᵀ · [1, 2, 1]: bright where an image grows brighter downwards. Separable. */
export const sobelY = constant(outer(difference, smoothing.sobel));

/** Prewitt's derivative along x, [1, 1, 1]ᵀ · [-1, 0, 1]. Separable. */
export const prewittX = constant(outer(smoothing.box, difference));

/** Prewitt's derivative along y, [-1, 0, 1]ᵀ · [1, 1, 1]. Separable. */
export const prewittY = constant(outer(difference, smoothing.box));

/** Scharr's derivative along x, [3, 10, 3]ᵀ · [-1, 0, 1], closer to a circle than Sobel's. Separable. */
export const scharrX = constant(outer(smoothing.scharr, difference));

/** Scharr's derivative along y, [-1, 0, 1]ᵀ · [3, 10, 3]. Separable. */
export const scharrY = constant(outer(difference, smoothing.scharr));

/** The second derivative over four neighbours. Rank 2: not separable. */
export const laplacian = constant([
  [0, 1, 0],
  [1, -4, 1],
  [0, 1, 0],
]);

/** The image minus its Laplacian. Rank 2: not separable. */
export const sharpen = constant([
  [0, -1, 0],
  [-1, 5, -1],
  [0, -1, 0],
]);

/** Light from the upper left, as on a stamped surface. Rank 3: not separable. */
export const emboss = constant([
  [-2, -1, 0],
  [-1, 1, 1],
  [0, 1, 2],
]);

/**
 * Gaussian blur: n × n, adding up to 1. Separable.
 *
 * @param n      an odd size
 * @param sigma  standard deviation in pixels; default 0.3 · ((n − 1) / 2 − 1) + 0.8, as OpenCV's getGaussianKernel
 * @throws  when n is not an odd positive integer, or sigma not a positive number
 * @example
 * const { column } = spatial.factor(spatial.kernels.gaussian(5)); // five weights that add up to 1
 */
export function gaussian(n: number, sigma = 0.3 * ((n - 1) / 2 - 1) + 0.8): number[][] {
  if (!Number.isInteger(n) || n < 1 || n % 2 === 0) {
    refuse("spatial.kernels.gaussian", "n to be an odd positive integer", String(n), "use 3, 5, 7 …");
  }
  if (!Number.isFinite(sigma) || sigma <= 0) {
    refuse("spatial.kernels.gaussian", "sigma to be a positive number", String(sigma), "give pixels, such as 1.5");
  }
  const weights = Array.from({ length: n }, (_, i) => Math.exp(-((i - (n - 1) / 2) ** 2) / (2 * sigma ** 2)));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const line = weights.map((weight) => weight / total);
  return outer(line, line);
}

/**
 * The mean of n × n pixels. Separable.
 *
 * @throws  when n is not a positive integer
 * @example
 * spatial.kernels.box(3); // nine times 1/9
 */
export function box(n: number): number[][] {
  if (!Number.isInteger(n) || n < 1) {
    refuse("spatial.kernels.box", "n to be a positive integer", String(n), "use 3, 5, 7 …");
  }
  return Array.from({ length: n }, () => Array.from({ length: n }, () => 1 / (n * n)));
}

/** Frozen, so that no notebook changes a kernel for the next; typed as plain arrays, as tf.tensor wants them. */
function constant(kernel: number[][]): number[][] {
  kernel.forEach((row) => Object.freeze(row));
  Object.freeze(kernel);
  return kernel;
}
