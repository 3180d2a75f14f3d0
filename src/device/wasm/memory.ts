/**
 * A copy of a WebAssembly binary whose memory, made or imported, is shared or not: one bit of it says so. Threads can compute
 * in a shared one. Only the memory of the module changes, none of its code.
 *
 * @throws  when the binary has no memory with a maximum, which a shared one needs
 * @see https://webassembly.github.io/threads/core/binary/types.html#memory-types
 */
export function withMemory(binary: Uint8Array, { shared }: { shared: boolean }): Uint8Array<ArrayBuffer> {
  const copy = new Uint8Array(binary);
  const at = limitsAt(copy);
  if (at === undefined || !(copy[at]! & HAS_MAXIMUM)) throw new Error("the module has no memory that can be shared");
  copy[at] = shared ? HAS_MAXIMUM | SHARED : HAS_MAXIMUM;
  return copy;
}

const HAS_MAXIMUM = 1;
const SHARED = 2;
const [IMPORTS, MEMORIES] = [2, 5];
const [TABLE, MEMORY, GLOBAL] = [1, 2, 3];

/** Where the flags of the memory's limits are. */
function limitsAt(bytes: Uint8Array): number | undefined {
  let at = 8;
  const number = (): number => {
    let [value, shift, byte] = [0, 0, 0];
    do {
      byte = bytes[at++]!;
      value |= (byte & 0x7f) << shift;
      shift += 7;
    } while (byte & 0x80);
    return value;
  };
  const skipName = () => {
    const length = number();
    at += length;
  };
  const skipLimits = () => {
    if (bytes[at++]! & HAS_MAXIMUM) number();
    number();
  };
  while (at < bytes.length) {
    const section = bytes[at++];
    const end = number() + at;
    const entries = section === IMPORTS || section === MEMORIES ? number() : 0;
    if (section === MEMORIES && entries > 0) return at;
    for (let entry = 0; entry < entries; entry++) {
      skipName();
      skipName();
      const kind = bytes[at++];
      if (kind === MEMORY) return at;
      if (kind === TABLE) {
        at++;
        skipLimits();
      } else if (kind === GLOBAL) at += 2;
      else number();
    }
    at = end;
  }
  return undefined;
}
