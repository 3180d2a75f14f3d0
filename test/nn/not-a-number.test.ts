import { expect, test } from "vitest";
import { nn, tf, useDevice } from "sepconv";

test.each(["cpu", "wasm"])("activations on %s keep what is not a number", async (device) => {
  await useDevice(device);
  const activations = [new nn.ReLU(), new nn.ReLU6(), new nn.Hardsigmoid(), new nn.Hardswish(), new nn.PReLU()];
  const first = activations.map((activation) => activation.forward(tf.tensor2d([NaN, 1], [2, 1])).dataSync()[0]);
  expect(first).toEqual(activations.map(() => NaN));
});
