import { refuse } from "../errors.ts";

/**
 * Outer product column · rowᵀ: the kernel that a pass with `column`, then one with `row`, amounts to.
 *
 * @param column  kH numbers
 * @param row     kW numbers
 * @returns       [kH][kW]
 * @throws  when one of them is empty or holds anything but finite numbers
 * @example
 * spatial.outer([1, 2, 1], [-1, 0, 1]); // [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]], the Sobel kernel
 */
export function outer(column: readonly number[], row: readonly number[]): number[][] {
  checkVector("column", column);
  checkVector("row", row);
  return column.map((c) => row.map((r) => c * r + 0)); // + 0 turns −0 into 0
}

function checkVector(name: string, vector: readonly number[]): void {
  if (!Array.isArray(vector) || vector.length === 0 || !vector.every(Number.isFinite)) {
    const received = Array.isArray(vector) ? `[${vector.join(", ")}]` : String(vector);
    refuse(
      "spatial.outer",
      `${name} to be a non-empty array of finite numbers`,
      received,
      "give one, such as [1, 2, 1]",
    );
  }
}
