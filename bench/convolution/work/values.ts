/**
 * Numbers between −1/2 and 1/2, times a scale, which every peer makes alike of a seed: each place through the last steps of
 * MurmurHash3.
 *
 * @see https://github.com/aappleby/smhasher/blob/master/src/MurmurHash3.cpp, fmix32
 */
export function values(size: number, seed: number, scale = 1): Float32Array<ArrayBuffer> {
  const numbers = new Float32Array(size);
  for (let i = 0; i < size; i++) {
    let hash = (i + Math.imul(seed, 0x9e3779b1)) >>> 0;
    hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
    numbers[i] = (((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32 - 0.5) * scale;
  }
  return numbers;
}

/** Seeds of a layer's tensors: its weights', and those of a network's layers, count from the last of these on. */
export const SEEDS = { x: 1, dy: 2, weights: 3 } as const;

/** Keeps the variance through a layer and its ReLU, as He et al. 2015 have it, for uniform numbers. */
export const heScale = (fanIn: number): number => Math.sqrt(24 / fanIn);
