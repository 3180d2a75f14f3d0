import { expect, test } from "vitest";
import { nn, tf, useDevice } from "sepconv";

test.each(["cpu", "wasm"])("a linear layer on %s takes no rows, one and many of them", async (device) => {
  await useDevice(device);
  const layer = new nn.Linear(4, 3);
  const shapes = [[4], [0, 4], [2, 0, 4], [1, 4], [2, 5, 4]].map((shape) => layer.forward(tf.ones(shape)).shape);
  expect(shapes).toEqual([[3], [0, 3], [2, 0, 3], [1, 3], [2, 5, 3]]);
});
