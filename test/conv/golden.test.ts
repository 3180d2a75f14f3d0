import type { Tensor } from "@tensorflow/tfjs";
import { beforeAll, describe, expect, test } from "vitest";
import { conv2d } from "../../src/conv/conv2d.ts";
import type { Conv2dOptions } from "../../src/conv/options.ts";
import { naive } from "../../src/conv/naive.ts";
import { onMeta } from "../../src/device/meta/meta.ts";
import { useDevice } from "../../src/device/use.ts";
import { tf } from "../../src/tf.ts";
import { distance, golden, tensor, unpack, type Packed } from "../golden/golden.ts";

type Options = Omit<Conv2dOptions, "bias">;

interface Case {
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

interface Refused {
  name: string;
  x: number[];
  weight: number[];
  options: Options & { bias?: number[] };
  dtype: "float32" | "int32" | "bool" | "complex64";
  message: string;
}

const { cases, refused } = golden<{ cases: Case[]; refused: Refused[] }>("conv2d");

const values = (t: Tensor) => ({ shape: t.shape, data: t.dataSync() });

describe.each(["cpu", "wasm"])("conv2d on %s agrees with PyTorch:", (device) => {
  beforeAll(() => useDevice(device));

  test.each(cases)("$name", ({ options, x, weight, bias, dy, y, dx, dweight, dbias }) => {
    const before = tf.memory().numTensors;
    const inputs = [tensor(x), tensor(weight), ...(bias ? [tensor(bias)] : [])];
    const run = (x: Tensor, weight: Tensor, bias?: Tensor) => conv2d(x, weight, { ...options, bias });
    const result = run(...(inputs as [Tensor, Tensor]));
    expect(distance(values(result), y)).toBeLessThan(1e-4);
    const upstream = tensor(dy);
    const gradients = tf.grads(run as (...inputs: Tensor[]) => Tensor)(inputs, upstream);
    const expected = [dx, dweight, ...(dbias ? [dbias] : [])];
    gradients.forEach((gradient, i) => expect(distance(values(gradient), expected[i]!)).toBeLessThan(1e-4));
    tf.dispose([...inputs, result, upstream, ...gradients]);
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe("conv2d on shapes alone agrees with PyTorch:", () => {
  beforeAll(() => useDevice("wasm"));

  test.each(cases)("$name", ({ options, x, weight, bias, y }) => {
    const zeros = ({ shape }: Packed) => tf.zeros(shape);
    const shape = onMeta(() => conv2d(zeros(x), zeros(weight), { ...options, bias: bias && zeros(bias) }).shape);
    expect(shape).toEqual(y.shape);
  });
});

describe("the naive loop agrees with PyTorch:", () => {
  test.each(cases)("$name", ({ options, x, weight, bias, y }) => {
    const { output, shape } = naive.conv2d(unpack(x), unpack(weight), { ...options, bias: bias && unpack(bias).data });
    expect(distance({ shape, data: output }, y)).toBeLessThan(1e-5);
  });
});

describe("conv2d refuses, as PyTorch does,", () => {
  beforeAll(() => useDevice("cpu"));

  test.each(refused)("$name", ({ x, weight, options, dtype, message }) => {
    const bias = options.bias && tf.ones(options.bias);
    const asNumbers = JSON.parse(JSON.stringify(options), (_, v: unknown) => (v === "NaN" ? Number.NaN : v)) as Options;
    const ours = () => conv2d(tf.ones(x, dtype), tf.ones(weight), { ...asNumbers, bias });
    expect(message).not.toBe("");
    expect(ours).toThrow(/^conv2d: expected .+, received .+; .+/);
  });
});
