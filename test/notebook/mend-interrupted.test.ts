import { channel } from "node:diagnostics_channel";
import { runInThisContext } from "node:vm";
import { expect, test } from "vitest";
import { conv2d } from "../../src/conv/conv2d.ts";
import { useDevice } from "../../src/device/use.ts";
import "../../src/notebook/mend-interrupted.ts";
import { tf } from "../../src/tf.ts";

/** Runs a function until V8 terminates it, as it does when a cell is interrupted. */
function interrupted(run: () => void): void {
  Object.assign(globalThis, { run });
  expect(() => void runInThisContext("run()", { timeout: 20 })).toThrow("timed out");
}

test("after an interrupt in the midst of an operation no scope is open, and gradients are computed", async () => {
  await useDevice("cpu");
  const [x, weight] = [tf.ones([1, 8, 16, 16]), tf.ones([8, 8, 3, 3])];
  const step = () => tf.tidy(() => tf.grad((w) => conv2d(x, w).square().sum())(weight));
  const inTheMidst = () => {
    const { kernelDepth, scopeStack } = tf.engine().state;
    return kernelDepth > 0 && scopeStack.length > 0;
  };
  for (let i = 0; i < 100 && !inTheMidst(); i++) {
    channel("sepconv.interrupt").publish(new Error("interrupted"));
    interrupted(() => {
      for (;;) step().dispose();
    });
  }
  expect(inTheMidst()).toBe(true);
  const { numTensors } = tf.memory();
  channel("sepconv.interrupt").publish(new Error("interrupted"));
  expect(tf.engine().state).toMatchObject({ kernelDepth: 0, scopeStack: [] });
  expect(tf.memory().numTensors).toBeLessThanOrEqual(numTensors);
  const gradient = step();
  expect(gradient.shape).toEqual(weight.shape);
  gradient.dispose();
});
