import { beforeAll, describe, expect, test } from "vitest";
import { useDevice } from "../../src/device/use.ts";
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
    expect([...new Set(kernels)].toSorted()).toEqual([
      "Conv2D",
      "Conv2DBackpropFilter",
      "Conv2DBackpropInput",
      "DepthwiseConv2dNative",
      "DepthwiseConv2dNativeBackpropFilter",
      "DepthwiseConv2dNativeBackpropInput",
      "MatMul",
    ]);
  });

  describe("conv2d refuses, as PyTorch does,", () => {
    test.each(refused)("$name", (wanted) => {
      expect(wanted.message).not.toBe("");
      expect(attempt(wanted)).toThrow(REFUSAL);
    });
  });
});
