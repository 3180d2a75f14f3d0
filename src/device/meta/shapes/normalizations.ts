import { every, like, type ShapeRules } from "./outline.ts";

/** Normalizations and their gradients keep the shape. */
export const normalizations: ShapeRules = every("FusedBatchNorm LRN LRNGrad", ({ x }) => like(x!));
