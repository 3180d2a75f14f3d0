import { beforeAll, describe, expect, test } from "vitest";
import { conv2d } from "../../src/conv/conv2d.ts";
import { naive } from "../../src/conv/naive.ts";
import { onMeta } from "../../src/device/meta/meta.ts";
import { useDevice } from "../../src/device/use.ts";
import { tf } from "../../src/tf.ts";
import { distance, unpack, type Packed } from "../golden/golden.ts";
import { AGREEMENT, attempt, cases, compare, REFUSAL, refused } from "./agreement.ts";

describe.each(["cpu", "wasm"])("conv2d on %s agrees with PyTorch:", (device) => {
  beforeAll(() => useDevice(device));

  test.each(cases)("$name", async (wanted) => {
    expect(await compare(wanted)).toEqual(AGREEMENT);
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

  test.each(refused)("$name", (wanted) => {
    expect(wanted.message).not.toBe("");
    expect(attempt(wanted)).toThrow(REFUSAL);
  });
});
