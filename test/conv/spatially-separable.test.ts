import { beforeAll, describe, expect, test } from "vitest";
import { depthwiseConv2d } from "../../src/conv/depthwise.ts";
import { spatiallySeparableConv2d } from "../../src/conv/spatially-separable.ts";
import { useDevice } from "../../src/device/use.ts";
import { tf } from "../../src/tf.ts";

describe("spatiallySeparableConv2d", () => {
  beforeAll(() => useDevice("wasm"));

  const column = [1, 2, 1];
  const row = [-1, 0, 1, 3];
  const outer = () => tf.tensor(column.map((down) => row.map((across) => down * across)));
  const furthest = (a: tf.Tensor, b: tf.Tensor) => a.sub(b).abs().max().dataSync()[0]!;

  test.each([
    {},
    { padding: "same" },
    { stride: [2, 3], padding: [1, 2] },
    { dilation: [1, 2], padding: 3, paddingMode: "circular" },
    { stride: 2, dilation: 2, padding: 3, paddingMode: "reflect" },
  ] as const)("is the depthwise convolution with the outer product of its factors: %j", (options) => {
    const x = tf.randomNormal([2, 3, 10, 11]);
    const expected = depthwiseConv2d(x, outer().reshape([1, 1, 3, 4]).tile([3, 1, 1, 1]), options);
    const y = spatiallySeparableConv2d(x, column, tf.tensor1d(row), options);
    expect(y.shape).toEqual(expected.shape);
    expect(furthest(y, expected)).toBeLessThan(1e-4);
  });

  test("finds the edge of a step with Sobel's factors", () => {
    const step = tf.tensor([Array.from({ length: 4 }, () => [0, 0, 1, 1])]);
    expect(spatiallySeparableConv2d(step, [1, 2, 1], [-1, 0, 1]).arraySync()).toEqual([
      [
        [4, 4],
        [4, 4],
      ],
    ]);
  });

  test("has gradients for x and both factors", () => {
    const inputs = [tf.ones([1, 5, 5]), tf.tensor1d(column), tf.tensor1d(row)];
    const gradients = tf.grads((x, column, row) => spatiallySeparableConv2d(x, column, row))(inputs);
    // On ones, the sum of the 3·2 outputs is 6 · Σ column · Σ row.
    expect([...gradients[1]!.dataSync()]).toEqual([18, 18, 18]);
    expect([...gradients[2]!.dataSync()]).toEqual([24, 24, 24, 24]);
    expect(gradients[0]!.sum().dataSync()[0]).toBe(6 * 4 * 3);
  });

  test("keeps nothing of the pass between", () => {
    const x = tf.ones([3, 9, 8]);
    const before = tf.memory().numTensors;
    spatiallySeparableConv2d(x, column, row).dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  test.each([
    [
      "a kernel for a factor",
      () => spatiallySeparableConv2d(tf.ones([1, 8, 8]), outer(), row),
      "expected column to have 1 sizes",
    ],
    [
      "an empty factor",
      () => spatiallySeparableConv2d(tf.ones([1, 8, 8]), column, []),
      "row to be a vector of numbers, received []",
    ],
    [
      "a factor that is not all numbers",
      () => spatiallySeparableConv2d(tf.ones([1, 8, 8]), [1, Number.NaN], row),
      "received [1, NaN]",
    ],
    ["a bias", () => spatiallySeparableConv2d(tf.ones([1, 8, 8]), column, row, { bias: 1 } as never), "leave bias out"],
    ["half a stride", () => spatiallySeparableConv2d(tf.ones([1, 8, 8]), column, row, { stride: 0.5 }), "received 0.5"],
  ])("refuses %s", (_, attempt, message) => {
    expect(attempt).toThrow(message);
  });
});
