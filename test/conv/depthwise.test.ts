import { beforeAll, describe, expect, test } from "vitest";
import { depthwiseConv2d } from "../../src/conv/depthwise.ts";
import { useDevice } from "../../src/device/use.ts";
import { tf } from "../../src/tf.ts";
import { distance, golden, tensor, type Packed } from "../golden/golden.ts";

interface Case {
  name: string;
  options: { groups?: number };
  x: Packed;
  weight: Packed;
  bias?: Packed;
  y: Packed;
}

const depthwise = golden<{ cases: Case[] }>("conv2d").cases.filter(
  ({ options, x }) => options.groups === x.shape.at(-3),
);

describe("depthwiseConv2d", () => {
  beforeAll(() => useDevice("wasm"));

  test.each(depthwise)("agrees with PyTorch: $name", ({ options, x, weight, bias, y }) => {
    const allButGroups = Object.fromEntries(Object.entries(options).filter(([name]) => name !== "groups"));
    const result = depthwiseConv2d(tensor(x), tensor(weight), { ...allButGroups, bias: bias && tensor(bias) });
    expect(distance({ shape: result.shape, data: result.dataSync() }, y)).toBeLessThan(1e-4);
  });

  test("reads the channels of either layout", () => {
    const y = depthwiseConv2d(tf.ones([8, 9, 3]), tf.ones([6, 1, 3, 3]), { layout: "NHWC" });
    expect(y.shape).toEqual([6, 7, 6]);
  });

  test("refuses weights that do not divide among the channels, and says what would fit", () => {
    expect(() => depthwiseConv2d(tf.ones([3, 8, 8]), tf.ones([4, 1, 3, 3]))).toThrow(
      "depthwiseConv2d: expected weight's first size to be a multiple of C = 3, received [4, 1, 3, 3]; use [3·m, 1, kH, kW]",
    );
  });

  test("refuses groups, which are not its to choose", () => {
    const options = { groups: 1 } as never;
    expect(() => depthwiseConv2d(tf.ones([3, 8, 8]), tf.ones([3, 1, 3, 3]), options)).toThrow("leave groups out");
  });

  test("refuses weights that mix channels", () => {
    expect(() => depthwiseConv2d(tf.ones([3, 8, 8]), tf.ones([3, 3, 3, 3]))).toThrow("use a weight [C_out, 1, kH, kW]");
  });
});
