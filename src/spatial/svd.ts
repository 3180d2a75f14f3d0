import { Matrix, SingularValueDecomposition } from "ml-matrix";
import { checkKernel, type Kernel } from "./kernel.ts";
import { orientation } from "./orientation.ts";

/** kernel = Σₖ S[k] · U[:, k] · Vh[k, :], as `torch.linalg.svd(…, full_matrices=False)` and numpy give it. */
export interface Svd {
  /** [kH][min(kH, kW)]: orthonormal columns */
  U: number[][];
  /** min(kH, kW) singular values, from the largest to the smallest */
  S: number[];
  /** [min(kH, kW)][kW]: orthonormal rows */
  Vh: number[][];
}

/**
 * Singular value decomposition of a kernel. As many singular values differ from 0 as column × row passes are needed
 * to apply the kernel exactly. Signs, which the mathematics leaves open, are fixed: a vector that smooths is positive.
 *
 * @param kernel  [kH][kW]
 * @returns  U, S and Vh in plain arrays
 * @throws  when kernel is empty, ragged or holds anything but finite numbers
 * @example
 * const { S } = spatial.svd(spatial.kernels.laplacian); // [4.45, 0.45, 0] rounded: two passes, column × row each
 * @see Golub and Van Loan, Matrix Computations, section 2.4
 */
export function svd(kernel: Kernel): Svd {
  checkKernel("spatial.svd", kernel);
  const matrix = new Matrix(kernel.map((row) => [...row]));
  const decomposition = new SingularValueDecomposition(matrix, { autoTranspose: true });
  const S = decomposition.diagonal.slice(0, Math.min(matrix.rows, matrix.columns));
  const pairs = S.map((_, k) => {
    const column = decomposition.leftSingularVectors.getColumn(k);
    const row = decomposition.rightSingularVectors.getColumn(k);
    const sign = orientation(column, row);
    return { column: column.map((value) => value * sign + 0), row: row.map((value) => value * sign + 0) };
  });
  return {
    U: kernel.map((_, i) => pairs.map(({ column }) => column[i] ?? 0)),
    S,
    Vh: pairs.map(({ row }) => row),
  };
}
