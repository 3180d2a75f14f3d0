import type { Tensor } from "@tensorflow/tfjs";
import { expect } from "vitest";
import { conv2d } from "../../src/conv/conv2d.ts";
import type { Conv2dOptions } from "../../src/conv/options.ts";
import { tf } from "../../src/tf.ts";
import { distance, golden, tensor, type Packed } from "../golden/golden.ts";

export type Options = Omit<Conv2dOptions, "bias">;

/** A convolution and its gradients by PyTorch. */
export interface Case {
  name: string;
  options: Options;
  x: Packed;
  weight: Packed;
  bias?: Packed;
  dy: Packed;
  y: Packed;
  dx: Packed;
  dweight: Packed;
  dbias?: Packed;
}

/** What PyTorch refuses. */
export interface Refused {
  name: string;
  x: number[];
  weight: number[];
  options: Options & { bias?: number[] };
  dtype: "float32" | "int32" | "bool" | "complex64";
  message: string;
}

export const { cases, refused } = golden<{ cases: Case[]; refused: Refused[] }>("conv2d");

/** How far the furthest value of the result and of the gradients is from PyTorch's, and how many tensors stay behind. */
export async function compare({ options, x, weight, bias, dy, y, dx, dweight, dbias }: Case) {
  const before = tf.memory().numTensors;
  const inputs = [tensor(x), tensor(weight), ...(bias ? [tensor(bias)] : [])];
  const run = (x: Tensor, weight: Tensor, bias?: Tensor) => conv2d(x, weight, { ...options, bias });
  const result = run(...(inputs as [Tensor, Tensor]));
  const upstream = tensor(dy);
  const gradients = tf.grads(run as (...inputs: Tensor[]) => Tensor)(inputs, upstream);
  const actual = await Promise.all([result, ...gradients].map(async (t) => ({ shape: t.shape, data: await t.data() })));
  const expected = [y, dx, dweight, ...(dbias ? [dbias] : [])];
  tf.dispose([...inputs, result, upstream, ...gradients]);
  const distances = expected.map((one, i) => distance(actual[i]!, one));
  return { furthest: Math.max(...distances), left: tf.memory().numTensors - before };
}

/** Our side of what PyTorch refuses. */
export function attempt({ x, weight, options, dtype }: Refused): () => Tensor {
  const bias = options.bias && tf.ones(options.bias);
  const asNumbers = JSON.parse(JSON.stringify(options), (_, v: unknown) => (v === "NaN" ? Number.NaN : v)) as Options;
  return () => conv2d(tf.ones(x, dtype), tf.ones(weight), { ...asNumbers, bias });
}

/** The library's form of a refusal. */
export const REFUSAL = /^conv2d: expected .+, received .+; .+/;

/** What compare() gives where all is well. */
export const AGREEMENT = { furthest: expect.toSatisfy((far: number) => far < 1e-4), left: 0 };
