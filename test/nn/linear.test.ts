import { expect, test } from "vitest";
import { nn, tf, useDevice } from "sepconv";
import { engine } from "../../src/device/wasm/start.ts";

const layer = new nn.Linear(4, 3);

test.each(["cpu", "wasm"])("a linear layer on %s takes no rows, one and many of them", async (device) => {
  await useDevice(device);
  const shapes = [[4], [0, 4], [2, 0, 4], [1, 4], [2, 5, 4]].map((shape) => layer.forward(tf.ones(shape)).shape);
  expect(shapes).toEqual([[3], [0, 3], [2, 0, 3], [1, 3], [2, 5, 3]]);
});

test("a linear layer is a product by the project's own kernel on wasm", async () => {
  const x = tf.randomNormal([5, 4], 0, 1, "float32", 1);
  await useDevice("cpu");
  const expected = layer.forward(x).dataSync();
  await useDevice("wasm");
  const { launches } = engine().pool;
  const before = launches.get("convolve") ?? 0;
  const actual = layer.forward(x).dataSync();
  expect(launches.get("convolve")).toBe(before + 1);
  for (const [i, value] of expected.entries()) expect(actual[i]).toBeCloseTo(value, 5);
});
