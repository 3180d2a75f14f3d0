import { beforeAll, describe, expect, test } from "vitest";
import { conv2d } from "../../src/conv/conv2d.ts";
import { separableConv2d } from "../../src/conv/separable.ts";
import { useDevice } from "../../src/device/use.ts";
import { tf } from "../../src/tf.ts";

describe("separableConv2d", () => {
  beforeAll(() => useDevice("wasm"));

  const random = (shape: number[]) => tf.randomNormal(shape);
  const furthest = (a: tf.Tensor, b: tf.Tensor) => a.sub(b).abs().max().dataSync()[0]!;

  test.each([{}, { stride: 2, padding: 1 }, { dilation: 2, padding: "same", paddingMode: "reflect" }] as const)(
    "is the standard convolution whose kernels are the products of its two factors: %j",
    (options) => {
      const [x, depthwise, pointwise, bias] = [
        random([2, 3, 9, 8]),
        random([6, 1, 3, 3]),
        random([4, 6, 1, 1]),
        random([4]),
      ];
      // Filter o sees channel c through every kernel of c, weighted by the pointwise pass.
      const kernels = depthwise
        .reshape([1, 3, 2, 3, 3])
        .mul(pointwise.reshape([4, 3, 2, 1, 1]))
        .sum(2);
      const expected = conv2d(x, kernels, { ...options, bias });
      expect(furthest(separableConv2d(x, depthwise, pointwise, { ...options, bias }), expected)).toBeLessThan(1e-4);
    },
  );

  test("works channels last", () => {
    const [x, depthwise, pointwise] = [random([3, 9, 8]), random([3, 1, 3, 3]), random([4, 3, 1, 1])];
    const channelsLast = separableConv2d(x.transpose([1, 2, 0]), depthwise, pointwise, { layout: "NHWC" });
    expect(furthest(channelsLast.transpose([2, 0, 1]), separableConv2d(x, depthwise, pointwise))).toBeLessThan(1e-5);
  });

  test("keeps nothing of the pass between", () => {
    const [x, depthwise, pointwise] = [tf.ones([3, 9, 8]), tf.ones([3, 1, 3, 3]), tf.ones([4, 3, 1, 1])];
    const before = tf.memory().numTensors;
    separableConv2d(x, depthwise, pointwise).dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  test.each([
    ["groups", { groups: 3 }, "separableConv2d: expected options among bias, stride, padding"],
    ["a number for the options", 2, "separableConv2d: expected options to be an object, received 2"],
    ["null for the options", null, "separableConv2d: expected options to be an object, received null"],
  ])("refuses %s", (_, options, message) => {
    const attempt = () =>
      separableConv2d(tf.ones([3, 9, 8]), tf.ones([3, 1, 3, 3]), tf.ones([4, 3, 1, 1]), options as never);
    expect(attempt).toThrow(message);
  });

  test("refuses a pointwise pass for other channels", () => {
    expect(() => separableConv2d(tf.ones([3, 9, 8]), tf.ones([6, 1, 3, 3]), tf.ones([4, 3, 1, 1]))).toThrow("C_in = 6");
  });
});
