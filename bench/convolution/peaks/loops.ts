import { moduleOf, op, V128, type Code } from "./assembler.ts";

const BYTES = 16;
const LANES = 4;

/** A bare loop, and what one turn of it does. */
export interface Loop {
  module: Uint8Array<ArrayBuffer>;
  /** Floating-point operations of a turn. */
  flops: number;
}

/** As many sums as stay in the registers, and enough that none waits for its own last turn; twice as many where two are joined. */
export const SUMS = { narrow: 12, wide: 24 } as const;
const UNROLLED = 8;

/** One turn less; what the loop goes on by. */
const counted = (turns: number): Code => [op.get(turns), op.i32(1), op.subtract, op.set(turns), op.get(turns)].flat();

const constant = (local: number, value: number): Code => [...op.f32x4(value), ...op.set(local)];

/**
 * `run(turns)` multiplies and adds in registers alone. Sums are read from memory first and written to it last, side by side, so
 * that a compiler can join two of them.
 *
 * @param isFused  by relaxed SIMD's multiply-add, else by a product and a sum
 */
export function multiplyAdds(isFused: boolean, count: number = SUMS.narrow): Loop {
  const [turns, factor, summand, first] = [0, 1, 2, 3];
  const sums = Array.from({ length: count }, (_, i) => first + i);
  const step = (sum: number): Code => {
    const operands = isFused
      ? [op.get(factor), op.get(summand), op.multiplyAdd]
      : [op.get(factor), op.vectorMultiply, op.get(summand), op.vectorAdd];
    return [op.get(sum), ...operands, op.set(sum)].flat();
  };
  const body = [
    // each sum goes to 1 and stays
    constant(factor, 0.5),
    constant(summand, 0.5),
    ...sums.map((sum, i): Code => [...op.i32(0), ...op.load(i * BYTES), ...op.set(sum)]),
    op.loop([...Array.from({ length: UNROLLED }, () => sums.flatMap(step)).flat(), ...counted(turns)]),
    ...sums.map((sum, i): Code => [...op.i32(0), ...op.get(sum), ...op.store(i * BYTES)]),
  ].flat();
  const locals = Array<number>(2 + count).fill(V128);
  return { module: moduleOf(1, locals, body), flops: UNROLLED * count * LANES * 2 };
}

/** Bytes that a turn of the triad's loop goes on. */
export const STRIDE = 4 * BYTES;

/** `run(a, b, c, turns)`: a = b + 3c, as STREAM has it. */
export function triad(): Uint8Array<ArrayBuffer> {
  const [a, b, c, turns, factor] = [0, 1, 2, 3, 4];
  const read = (array: number, i: number): Code => [...op.get(array), ...op.load(i * BYTES)];
  const product = (i: number): Code => [...read(c, i), ...op.get(factor), ...op.vectorMultiply];
  const step = (i: number): Code => [op.get(a), read(b, i), product(i), op.vectorAdd, op.store(i * BYTES)].flat();
  const onwards = (local: number): Code => [op.get(local), op.i32(STRIDE), op.add, op.set(local)].flat();
  const turn = [...[0, 1, 2, 3].map(step), ...[a, b, c].map(onwards), counted(turns)].flat();
  return moduleOf(4, [V128], [...constant(factor, 3), ...op.loop(turn)]);
}

/** `run(to, from, bytes)`: what the engine copies with. */
export const copy = (): Uint8Array<ArrayBuffer> => moduleOf(3, [], [op.get(0), op.get(1), op.get(2), op.copy].flat());
