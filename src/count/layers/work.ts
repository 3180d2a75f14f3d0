import { Sequential } from "../../nn/index.ts";
import { tf } from "../../tf.ts";
import { bytesMoved } from "../operations/bytes.ts";
import type { OperationCost } from "../operations/cost-rule.ts";
import { kernelCost } from "../operations/kernel-cost.ts";
import { arithmeticOf, type Arithmetic } from "./arithmetic.ts";
import type { Call } from "./trace.ts";

const BYTES = Float32Array.BYTES_PER_ELEMENT;

/** What a module does itself in one run. */
export interface Work {
  arithmetic: Arithmetic | null;
  /** Operations without a rule. */
  unknown: readonly string[];
  /** Bytes of its inputs and outputs, or of those of the products that it has outside of the modules in it. */
  moved: { read: number; written: number };
}

/** What a module does itself, by the rule of its layer or by the operations that it ran; undefined where it only calls others. */
export function workOf({ module, inputShapes, outputShapes, kernels }: Call): Work | undefined {
  const whole = { read: BYTES * elements(inputShapes), written: BYTES * elements(outputShapes) };
  const known = arithmeticOf(module, inputShapes[0] ?? []);
  if (known) return { arithmetic: known, unknown: [], moved: whole };
  const costs = kernels.map((kernel) => ({ kernel, cost: kernelCost(kernel) }));
  const unknown = costs.flatMap(({ kernel, cost }) => (cost ? [] : [kernel.kernelName]));
  const products = costs.filter(({ cost }) => cost && cost.macs > 0);
  const sum = (key: keyof OperationCost) => products.reduce((total, { cost }) => total + cost![key], 0);
  const macs = sum("macs");
  const arithmetic = { macs, multiplications: sum("multiplications"), additions: sum("additions"), flops: 2 * macs };
  const isLeaf = module.submodules().length === 0 && !(module instanceof Sequential);
  if (isLeaf) return { arithmetic: unknown.length > 0 ? null : arithmetic, unknown, moved: whole };
  if (macs === 0 && unknown.length === 0 && module.ownParameters().length === 0) return undefined;
  const moves = products.map(({ kernel }) => bytesMoved(kernel));
  const moved = {
    read: moves.reduce((total, { read }) => total + read, 0),
    written: moves.reduce((total, { written }) => total + written, 0),
  };
  return { arithmetic, unknown, moved };
}

const elements = (shapes: number[][]) => shapes.reduce((sum, shape) => sum + tf.util.sizeFromShape(shape), 0);
