import { refuse, show } from "../errors.ts";

/** A 2-D kernel as rows of numbers: [kH][kW]. */
export type Kernel = readonly (readonly number[])[];

/** Refuses what is not a kernel: rows that are missing, empty, of different lengths, or hold anything but finite numbers. */
export function checkKernel(who: string, kernel: Kernel): void {
  const remedy = "give rows of equal length, such as [[1, 2], [3, 4]], or of a tensor await tensor.array()";
  if (!Array.isArray(kernel) || kernel.length === 0) {
    refuse(who, "kernel to be a non-empty array of rows", show(kernel), remedy);
  }
  const width: unknown = kernel[0]?.length;
  for (const [i, row] of kernel.entries()) {
    if (!Array.isArray(row) || row.length === 0) {
      refuse(who, `row ${i} of kernel to be a non-empty array of numbers`, show(row), remedy);
    }
    if (row.length !== width) {
      refuse(who, `every row of kernel to have ${width} numbers, as row 0`, `${row.length} in row ${i}`, remedy);
    }
    const j = row.findIndex((value) => !Number.isFinite(value));
    if (j >= 0) refuse(who, "finite numbers", `${String(row[j])} at kernel[${i}][${j}]`, "replace it by a number");
  }
}

/** Refuses a kernel of zeros, which has rank 0 and so no factors. */
export function checkNotZero(who: string, kernel: Kernel): void {
  if (kernel.every((row) => row.every((value) => value === 0))) {
    refuse(who, "a kernel of rank 1 or more", "all zeros (rank 0)", "give a kernel with a number other than 0");
  }
}
