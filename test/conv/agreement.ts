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

/** Expects result, gradients and the count of tensors of the current device to be as they should. */
export async function expectAgreement({ options, x, weight, bias, dy, y, dx, dweight, dbias }: Case): Promise<void> {
  const before = tf.memory().numTensors;
  const inputs = [tensor(x), tensor(weight), ...(bias ? [tensor(bias)] : [])];
  const run = (x: Tensor, weight: Tensor, bias?: Tensor) => conv2d(x, weight, { ...options, bias });
  const result = run(...(inputs as [Tensor, Tensor]));
  const upstream = tensor(dy);
  const gradients = tf.grads(run as (...inputs: Tensor[]) => Tensor)(inputs, upstream);
  const actual = await Promise.all([result, ...gradients].map(async (t) => ({ shape: t.shape, data: await t.data() })));
  const expected = [y, dx, dweight, ...(dbias ? [dbias] : [])];
  actual.forEach((values, i) => expect(distance(values, expected[i]!)).toBeLessThan(1e-4));
  tf.dispose([...inputs, result, upstream, ...gradients]);
  expect(tf.memory().numTensors).toBe(before);
}

/** Expects conv2d to refuse what PyTorch refuses, in the library's form. */
export function expectRefusal({ x, weight, options, dtype, message }: Refused): void {
  const bias = options.bias && tf.ones(options.bias);
  const asNumbers = JSON.parse(JSON.stringify(options), (_, v: unknown) => (v === "NaN" ? Number.NaN : v)) as Options;
  const ours = () => conv2d(tf.ones(x, dtype), tf.ones(weight), { ...asNumbers, bias });
  expect(message).not.toBe("");
  expect(ours).toThrow(/^conv2d: expected .+, received .+; .+/);
}
