import type { Deactivate } from "../../conv/activation.ts";
import { heap } from "./heap.ts";

/**
 * dy where the activation is open, else 0. tfjs's own comparisons and choices take several times as long. Floats above 0 compare
 * as their bits do, and bits are kept or not without a branch, which would often be foreseen wrongly.
 */
export const deactivate: Deactivate = (dy, y, activation) => {
  const dx = heap.makeTensor(dy.shape);
  const [from, seen, to] = [dy, y, dx].map((t) => new Int32Array(heap.memory.buffer, heap.addressOf(t), dx.size));
  keepOpen(from!, seen!, to!, activation === "relu6" ? SIX : NONE);
  return dx;
};

function keepOpen(from: Int32Array, seen: Int32Array, to: Int32Array, bound: number): void {
  for (let i = 0; i < to.length; i++) {
    const y = seen[i]!;
    to[i] = from[i]! & ((-y & (y - bound)) >> 31);
  }
}

/** The bits of 6. */
const SIX = 0x40c00000;

/** Beyond those of all numbers. */
const NONE = 0x7fffffff;
