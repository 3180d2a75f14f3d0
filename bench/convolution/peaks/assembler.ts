/** Just enough of WebAssembly's binary format for loops over vectors: https://webassembly.github.io/spec/core/binary */

export type Code = readonly number[];

/** An integer in LEB128. */
function signed(value: number): number[] {
  const bytes: number[] = [];
  for (let rest = value; ; rest >>= 7) {
    const isLast = (rest >> 7 === 0 && (rest & 0x40) === 0) || (rest >> 7 === -1 && (rest & 0x40) !== 0);
    bytes.push((rest & 0x7f) | (isLast ? 0 : 0x80));
    if (isLast) return bytes;
  }
}

function unsigned(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...unsigned(value >>> 7)];
}

export const I32 = 0x7f;
export const V128 = 0x7b;

const vector = (opcode: number): Code => [0xfd, ...unsigned(opcode)];

export const op = {
  get: (local: number): Code => [0x20, ...unsigned(local)],
  set: (local: number): Code => [0x21, ...unsigned(local)],
  i32: (value: number): Code => [0x41, ...signed(value)],
  add: [0x6a] as Code,
  subtract: [0x6b] as Code,
  copy: [0xfc, 0x0a, 0, 0] as Code,
  load: (offset: number): Code => [...vector(0x00), 4, ...unsigned(offset)],
  store: (offset: number): Code => [...vector(0x0b), 4, ...unsigned(offset)],
  /** Four times a number. */
  f32x4: (value: number): Code => [0x43, ...new Uint8Array(new Float32Array([value]).buffer), ...vector(0x13)],
  vectorAdd: vector(0xe4),
  vectorMultiply: vector(0xe6),
  /** a · b + c in one step, or in two where the processor has no such instruction. */
  multiplyAdd: vector(0x105),
  /** Repeats as long as what the body leaves is not zero. */
  loop: (body: Code): Code => [0x03, 0x40, ...body, 0x0d, 0, 0x0b],
};

const MAGIC = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];

/** A module that exports one function `run` of i32 parameters and no result; it imports its memory as `bench.memory`. */
export function moduleOf(parameters: number, locals: readonly number[], body: Code): Uint8Array<ArrayBuffer> {
  const section = (id: number, content: Code): Code => [id, ...unsigned(content.length), ...content];
  const text = (string: string): Code => [string.length, ...Buffer.from(string)];
  const declared = locals.flatMap((type) => [1, type]);
  const code = [...unsigned(locals.length), ...declared, ...body, 0x0b];
  return Uint8Array.from([
    ...MAGIC,
    ...section(1, [1, 0x60, parameters, ...Array<number>(parameters).fill(I32), 0]),
    ...section(2, [1, ...text("bench"), ...text("memory"), 2, 0, 1]),
    ...section(3, [1, 0]),
    ...section(7, [1, ...text("run"), 0, 0]),
    ...section(10, [1, ...unsigned(code.length), ...code]),
  ]);
}
