export { approximate, type Approximation, type Factors } from "./approximate.ts";
export { factor } from "./factor.ts";
export type { Kernel } from "./kernel.ts";
export * as kernels from "./kernels.ts";
export { outer } from "./outer.ts";
export { isSeparable, rank, type RankOptions } from "./rank.ts";
export { svd, type Svd } from "./svd.ts";
