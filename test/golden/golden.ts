import { readFileSync } from "node:fs";
import type { Tensor } from "@tensorflow/tfjs";
import { tf } from "../../src/tf.ts";

/** A tensor in a golden file: its sizes, and its little-endian float32 values in base64. */
export interface Packed {
  shape: number[];
  data: string;
}

/** What a script of this folder wrote. */
export function golden<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`${name}.json`, import.meta.url), "utf8")) as T;
}

export function unpack({ shape, data }: Packed): { shape: number[]; data: Float32Array } {
  return { shape, data: new Float32Array(Uint8Array.from(Buffer.from(data, "base64")).buffer) };
}

export function tensor(packed: Packed): Tensor {
  const { shape, data } = unpack(packed);
  return tf.tensor(data, shape);
}

/** How far the furthest value is from the expected one, as a share of the largest expected one. */
export function distance(actual: { shape: number[]; data: ArrayLike<number> }, expected: Packed): number {
  const { shape, data } = unpack(expected);
  if (String(actual.shape) !== String(shape)) throw new Error(`expected sizes [${shape}], received [${actual.shape}]`);
  const largest = data.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-6);
  return data.reduce((most, value, i) => Math.max(most, Math.abs(value - actual.data[i]!)), 0) / largest;
}
