import { beforeAll, describe, expect, test } from "vitest";
import { pointwiseConv2d } from "../../src/conv/pointwise.ts";
import { useDevice } from "../../src/device/use.ts";
import { tf } from "../../src/tf.ts";

describe("pointwiseConv2d", () => {
  beforeAll(() => useDevice("wasm"));

  test("is the matrix product of the weights with the channels of every pixel", () => {
    const x = tf.randomNormal([3, 5, 4]);
    const weight = tf.randomNormal([7, 3, 1, 1]);
    const product = tf.matMul(weight.reshape([7, 3]), x.reshape([3, 20])).reshape([7, 5, 4]);
    const difference = pointwiseConv2d(x, weight).sub(product).abs().max().dataSync()[0]!;
    expect(difference).toBeLessThan(1e-5);
  });

  test("adds a bias and takes a stride", () => {
    const y = pointwiseConv2d(tf.ones([2, 4, 4]), tf.ones([1, 2, 1, 1]), { bias: tf.tensor1d([3]), stride: 2 });
    expect(y.arraySync()).toEqual([
      [
        [5, 5],
        [5, 5],
      ],
    ]);
  });

  test("refuses kernels larger than a pixel", () => {
    expect(() => pointwiseConv2d(tf.ones([3, 8, 8]), tf.ones([4, 3, 3, 3]))).toThrow(
      "pointwiseConv2d: expected kernels of 1×1, received a tensor [4, 3, 3, 3] of float32; weights are [C_out, C_in, 1, 1]",
    );
  });
});
