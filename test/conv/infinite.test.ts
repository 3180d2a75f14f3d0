import { beforeAll, describe, expect, test } from "vitest";
import { conv2d } from "../../src/conv/conv2d.ts";
import { useDevice } from "../../src/device/use.ts";
import { tf } from "../../src/tf.ts";

const [inf, nan] = [Infinity, NaN];

describe.each(["cpu", "wasm"])("on %s what is infinite in x counts for the weights that meet it alone", (device) => {
  beforeAll(() => useDevice(device));

  // Gradients for one of two channels of ones, by PyTorch: dy is 0 in the last column, where x is infinite in the second row.
  test.each([
    { size: 5, options: {}, gradient: [6, 6, nan, 6, 6, nan, 6, 6, 6] },
    { size: 5, options: { padding: 1 }, gradient: [12, nan, inf, 15, nan, inf, 12, nan, inf] },
    { size: 20, options: { padding: 1 }, gradient: [342, nan, inf, 360, nan, inf, 342, nan, inf] },
    { size: 20, options: { padding: 1, stride: 2 }, gradient: [72, 81, nan, 80, 90, 90, 80, 90, nan] },
  ])("$size columns, $options", ({ size, options, gradient }) => {
    tf.tidy(() => {
      const x = tf.buffer([1, 2, size, size], "float32", new Float32Array(2 * size * size).fill(1));
      x.set(inf, 0, 0, 1, size - 1);
      const run = (weight: tf.Tensor) => conv2d(x.toTensor(), weight, { ...options, groups: 2 });
      const weight = tf.ones([2, 1, 3, 3]);
      const [, , height = 0, width = 0] = run(weight).shape;
      const dy = tf.concat([tf.ones([1, 2, height, width - 1]), tf.zeros([1, 2, height, 1])], 3);
      expect(Array.from(tf.grad(run)(weight, dy).dataSync().slice(0, 9))).toEqual(gradient);
    });
  });
});
