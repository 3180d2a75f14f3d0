/** Float32 numbers in [0, 1): MurmurHash3's finalizer of each position, seeded by the 32-bit FNV-1a hash of the name. */
export function spread(name: string, size: number): Float32Array {
  const seed = [...new TextEncoder().encode(name)].reduce((h, byte) => Math.imul(h ^ byte, 16777619), 2166136261 | 0);
  return Float32Array.from({ length: size }, (_, i) => {
    let h = (Math.imul(i, 0x9e3779b9) + seed) | 0;
    h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
    h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
    return ((h ^ (h >>> 16)) >>> 8) / 2 ** 24;
  });
}

/** A tensor of a state dict as test/golden/models.py makes it. */
export function weight(name: string, shape: number[], gain: number): Float32Array {
  const u = spread(
    name,
    shape.reduce((a, b) => a * b, 1),
  );
  if (shape.length > 1) {
    const fanIn = shape.slice(1).reduce((a, b) => a * b);
    return u.map((u) => (2 * u - 1) * gain * Math.sqrt(6 / fanIn));
  }
  if (name.endsWith("running_var")) return u.map((u) => 0.05 + 0.1 * u);
  return name.endsWith("weight") ? u.map((u) => 0.15 + 0.3 * u) : u.map((u) => 0.2 * u - 0.1);
}
