import { ratio, type LayerCost } from "../tables/layer-cost.ts";

/** Sums of products. */
export interface Products {
  macs: number;
  /** How many sums: one addition less than terms makes each. */
  sums: number;
  /** How many values of a bias are added to sums. */
  biases: number;
}

/** A layer of a model file, as far as its cost depends on it. */
export interface FileLayer {
  name: string;
  type: string;
  kind: string;
  inputShapes: number[][];
  outputShapes: number[][];
  /** Values to learn that no earlier layer brought. */
  parameters: number;
  trainableParameters: number;
  /** Values that it keeps and that are not learned, such as running statistics. */
  kept: number;
  /** Null where they are not known. */
  products: Products | null;
}

/** For layers that multiply nothing that is counted. */
export const NONE: Products = { macs: 0, sums: 0, biases: 0 };

const BYTES = 4;

/** What a layer of a model file costs. */
export function costOf({ kept, products, ...layer }: FileLayer): LayerCost {
  const values = (shapes: readonly number[][]) =>
    shapes.reduce((sum, shape) => sum + shape.reduce((a, b) => a * b, 1), 0);
  const read = BYTES * (values(layer.inputShapes) + layer.parameters + kept);
  const written = BYTES * values(layer.outputShapes);
  const flops = products && 2 * products.macs + products.biases;
  return {
    ...layer,
    macs: products && products.macs,
    multiplications: products && products.macs,
    additions: products && Math.max(0, products.macs - products.sums + products.biases),
    flops,
    operations: products && products.macs,
    read,
    written,
    intensity: flops === null ? null : ratio(flops, read + written),
    receptiveField: null,
  };
}
