/** The arithmetic of one operation. A division counts as a multiplication, a difference as an addition. */
export interface OperationCost {
  /** Multiply-accumulates of convolutions and matrix products; their multiplications and additions are counted below, too. */
  macs: number;
  multiplications: number;
  additions: number;
}

export type Shape = readonly number[];

/** What a kernel costs, from the shapes of its inputs by its own names for them, its attributes and its first output's shape. */
export type CostRule = (inputs: Record<string, Shape>, attrs: never, output: Shape) => OperationCost;

/** Rules by the kernels' names. */
export type CostRules = Array<[kernelName: string, rule: CostRule]>;

/** One rule for several kernels, their names apart by spaces. */
export const every = (names: string, rule: CostRule): CostRules => names.split(" ").map((name) => [name, rule]);

/** How many values a shape holds. */
export const size = (shape: Shape | undefined): number => shape?.reduce((a, b) => a * b, 1) ?? 0;

/** Arithmetic that is no convolution and no matrix product. */
export const arithmetic = (multiplications: number, additions: number): OperationCost => ({
  macs: 0,
  multiplications,
  additions,
});

/** Products that add up to so many sums: each sum takes one addition less than it has products. */
export const sumsOfProducts = (products: number, sums: number): OperationCost => ({
  macs: products,
  multiplications: products,
  additions: Math.max(0, products - sums),
});
