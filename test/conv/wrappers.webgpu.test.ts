import { hasAdapter } from "../device/adapter.ts";
import { beforeAll, describe, expect, test } from "vitest";
import { conv2d } from "../../src/conv/conv2d.ts";
import { depthwiseConv2d } from "../../src/conv/depthwise.ts";
import { pointwiseConv2d } from "../../src/conv/pointwise.ts";
import { separableConv2d } from "../../src/conv/separable.ts";
import { spatiallySeparableConv2d } from "../../src/conv/spatially-separable.ts";
import { useDevice } from "../../src/device/use.ts";
import { tf } from "../../src/tf.ts";

/** Each wrapper on the GPU, beside the same on the CPU, with the gradients for all that it is given. */
const wrappers: Record<string, { shapes: number[][]; run: (...inputs: tf.Tensor[]) => tf.Tensor }> = {
  "conv2d in groups": {
    shapes: [
      [1, 16, 20, 20],
      [32, 2, 3, 3],
    ],
    run: (x, weight) => conv2d(x!, weight!, { groups: 8, stride: 2, padding: 1 }),
  },
  "depthwiseConv2d, dilated": {
    shapes: [
      [2, 6, 12, 11],
      [12, 1, 3, 3],
    ],
    run: (x, weight) => depthwiseConv2d(x!, weight!, { dilation: 2, stride: 2, padding: 2, paddingMode: "reflect" }),
  },
  "pointwiseConv2d, channels last": {
    shapes: [
      [9, 8, 5],
      [7, 5, 1, 1],
    ],
    run: (x, weight) => pointwiseConv2d(x!, weight!, { layout: "NHWC" }),
  },
  separableConv2d: {
    shapes: [[2, 4, 9, 8], [8, 1, 3, 3], [5, 8, 1, 1], [5]],
    run: (x, depthwise, pointwise, bias) => separableConv2d(x!, depthwise!, pointwise!, { padding: "same", bias }),
  },
  spatiallySeparableConv2d: {
    shapes: [[2, 3, 10, 11], [3], [4]],
    run: (x, column, row) => spatiallySeparableConv2d(x!, column!, row!, { stride: [2, 3], padding: [1, 2] }),
  },
};

async function results({ shapes, run }: (typeof wrappers)[string]): Promise<number[][]> {
  const tensors = tf.tidy(() => {
    const inputs = shapes.map((shape, i) => tf.randomNormal(shape, 0, 1, "float32", i + 1));
    const dy = tf.randomNormal(run(...inputs).shape, 0, 1, "float32", 9);
    return [run(...inputs), ...tf.grads(run)(inputs, dy)];
  });
  const values = await Promise.all(tensors.map(async (tensor) => [...(await tensor.data())]));
  tf.dispose(tensors);
  return values;
}

describe.skipIf(!hasAdapter)("gives on webgpu what it gives on cpu:", () => {
  const expected = new Map<string, number[][]>();

  beforeAll(async () => {
    await useDevice("cpu");
    for (const [name, wrapper] of Object.entries(wrappers)) expected.set(name, await results(wrapper));
    await useDevice("webgpu");
  });

  test.each(Object.keys(wrappers))("%s", async (name) => {
    const actual = await results(wrappers[name]!);
    expected.get(name)!.forEach((wanted, i) => {
      const largest = wanted.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
      const furthest = wanted.reduce((most, value, j) => Math.max(most, Math.abs(value - actual[i]![j]!)), 0);
      expect(furthest / largest).toBeLessThan(1e-4);
      expect(actual[i]).toHaveLength(wanted.length);
    });
  });
});
