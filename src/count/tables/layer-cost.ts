import type { Pair } from "../../arguments.ts";

/** What one layer costs in one run. Bytes are those of float32 values, each tensor moved once. */
export interface LayerCost {
  /** Its place in the module, such as `features.3`. */
  name: string;
  /** Its class; for arithmetic outside of layers the operation. */
  type: string;
  /** What kind of layer it is, such as `depthwise 3×3` or `linear`. */
  kind: string;
  /** Shapes with the batch; none for a layer that did not run. */
  inputShapes: number[][];
  outputShapes: number[][];
  /** Values to learn; 0 where the same tensors were counted in an earlier row. */
  parameters: number;
  /** Those of the parameters that are not frozen. */
  trainableParameters: number;
  /** Multiply-accumulates; null for what has no known rule. */
  macs: number | null;
  multiplications: number | null;
  additions: number | null;
  /** 2 · macs, and one for each bias that is added. */
  flops: number | null;
  /** What the convention that was asked for counts. */
  operations: number | null;
  /** Bytes of the inputs, the parameters and the running statistics. */
  read: number;
  /** Bytes of the outputs. */
  written: number;
  /** flops for each byte moved. */
  intensity: number | null;
  /** Height and width of what an output value sees of the input, padding included; Infinity for all of it, null for no image. */
  receptiveField: Pair | null;
}

/** What all layers cost together: a sum over those of which it is known. */
export type Totals = Record<(typeof SUMMED)[number], number> & { intensity: number };

const SUMMED = [
  "parameters",
  "trainableParameters",
  "macs",
  "multiplications",
  "additions",
  "flops",
  "operations",
  "read",
  "written",
] as const;

/** The sums over some layers. */
export function totalsOf(layers: readonly LayerCost[]): Totals {
  const sum = (key: (typeof SUMMED)[number]) => layers.reduce((total, layer) => total + (layer[key] ?? 0), 0);
  const sums = Object.fromEntries(SUMMED.map((key) => [key, sum(key)])) as Record<(typeof SUMMED)[number], number>;
  return { ...sums, intensity: ratio(sums.flops, sums.read + sums.written) };
}

/** Operations for each byte; 0 where none is moved. */
export const ratio = (flops: number, bytes: number) => (bytes === 0 ? 0 : flops / bytes);
