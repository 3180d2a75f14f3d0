import { runInThisContext } from "node:vm";
import { expect, test, vi } from "vitest";
import { conv2d } from "../../../src/conv/conv2d.ts";
import { useDevice } from "../../../src/device/use.ts";
import { heap } from "../../../src/device/wasm/heap.ts";
import { engine } from "../../../src/device/wasm/start.ts";
import { tf } from "../../../src/tf.ts";

// In a file of its own: an interrupt leaves tfjs's own state as it was in the midst of an operation.
test("an interrupted convolution leaves no scratch memory, and the next one computes", async () => {
  await useDevice("wasm", { threads: 2 });
  const [x, weight] = [tf.randomNormal([2, 64, 64, 64]), tf.randomNormal([64, 64, 3, 3])];
  const sum = () => tf.tidy(() => conv2d(x, weight).sum().dataSync()[0]!);
  const expected = sum();
  await vi.waitUntil(() => engine().pool.present === 2);
  const [taken, given] = [vi.spyOn(heap, "allocate"), vi.spyOn(heap, "free")];
  const endless = runInThisContext("(convolve) => { for (;;) convolve(); }") as (convolve: () => void) => void;
  vi.stubGlobal("convolveForever", () => endless(() => conv2d(x, weight).dispose()));
  for (const timeout of [30, 41, 53]) {
    expect(() => runInThisContext("convolveForever()", { timeout })).toThrow("timed out");
    expect(sum()).toBe(expected);
  }
  expect(given.mock.calls.length).toBe(taken.mock.calls.length);
});
