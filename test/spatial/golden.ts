import golden from "../golden/spatial.json" with { type: "json" };

/** What numpy finds in a kernel. */
export interface GoldenKernel {
  name: string;
  kernel: number[][];
  rank: number;
  singularValues: number[];
  norm: number;
  /** the Frobenius norm of what the best approximation of rank 1, 2 … leaves */
  errors: number[];
}

export const named: GoldenKernel[] = golden.named;
export const random: GoldenKernel[] = golden.random;
export const nonZero: GoldenKernel[] = [...named, ...random].filter(({ rank }) => rank > 0);
