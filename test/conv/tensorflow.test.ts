import { beforeAll, describe, expect, test } from "vitest";
import { useDevice } from "../../src/device/use.ts";
import { conv2d } from "../../src/conv/conv2d.ts";
import * as explain from "../../src/conv/explain/index.ts";
import { tf } from "../../src/tf.ts";
import { tensor } from "../golden/golden.ts";
import { isInstalled } from "../device/tensorflow.ts";
import { AGREEMENT, attempt, cases, compare, REFUSAL, refused } from "./agreement.ts";

describe.skipIf(!isInstalled)("on tensorflow", () => {
  beforeAll(() => useDevice("tensorflow"));

  describe("conv2d agrees with PyTorch:", () => {
    test.each(cases)("$name", async (wanted) => {
      expect(await compare(wanted)).toEqual(AGREEMENT);
    });
  });

  test("by TensorFlow's own kernels, the reference path never", () => {
    const kernels = cases.flatMap(({ options, x, weight }) =>
      tf.tidy(() => explain.conv2d(tensor(x), tensor(weight), options).map(({ kernel }) => kernel)),
    );
    const operations = kernels.map((kernel) => kernel.replace(", channels last", "")); // it depends on the processor
    expect([...new Set(operations)].toSorted()).toEqual([
      "Conv2D",
      "Conv2DBackpropFilter",
      "Conv2DBackpropInput",
      "DepthwiseConv2dNative",
      "DepthwiseConv2dNativeBackpropFilter",
      "DepthwiseConv2dNativeBackpropInput",
      "MatMul",
    ]);
  });

  test.each(["NCHW", "NHWC"] as const)("with a stride that leaves the last row of %s unread", async (layout) => {
    const [x, weight] = [
      tf.randomNormal(layout === "NCHW" ? [2, 3, 28, 28] : [2, 28, 28, 3], 0, 1, "float32", 1),
      tf.randomNormal([16, 3, 1, 1], 0, 1, "float32", 2),
    ];
    const gradient = () =>
      tf.tidy(() =>
        tf
          .grad((w: tf.Tensor) => conv2d(x, w, { stride: 2, layout }).square().sum())(weight)
          .dataSync(),
      );
    await useDevice("cpu");
    const expected = gradient();
    await useDevice("tensorflow");
    const largest = Math.max(...expected.map(Math.abs));
    const far = gradient().map((value, i) => Math.abs(value - expected[i]!) / largest);
    expect(Math.max(...far)).toBeLessThan(1e-4);
    tf.dispose([x, weight]);
  });

  test("with so many weights that they are arranged in steps", async () => {
    const given = [
      tf.randomNormal([1, 128, 3, 4], 0, 1, "float32", 1),
      tf.randomNormal([130, 128, 3, 3], 0, 1, "float32", 2),
    ];
    const run = (x: tf.Tensor, weight: tf.Tensor) => conv2d(x, weight, { padding: 1 }).square();
    const results = () =>
      tf.tidy(() =>
        tf
          .grads(run as never)(given)
          .map((tensor) => [...tensor.dataSync()] as number[]),
      );
    await useDevice("cpu");
    const expected = results();
    await useDevice("tensorflow");
    for (const [i, values] of results().entries()) {
      const largest = expected[i]!.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
      const far = values.reduce((most, value, k) => Math.max(most, Math.abs(value - expected[i]![k]!)), 0);
      expect(far / largest).toBeLessThan(1e-4);
    }
  });

  describe("conv2d refuses, as PyTorch does,", () => {
    test.each(refused)("$name", (wanted) => {
      expect(wanted.message).not.toBe("");
      expect(attempt(wanted)).toThrow(REFUSAL);
    });
  });
});
