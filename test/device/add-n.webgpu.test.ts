import { hasAdapter } from "./adapter.ts";
import { beforeAll, describe, expect, test } from "vitest";
import { useDevice } from "../../src/device/use.ts";
import { tf } from "../../src/tf.ts";

describe.skipIf(!hasAdapter)("addN on webgpu", () => {
  beforeAll(() => useDevice("webgpu"));

  test.each([1, 2, 9, 11, 12, 23, 40])(
    "sums %i tensors, more than a shader may bind or fewer, and keeps none",
    async (count) => {
      const terms = Array.from({ length: count }, (_, i) => tf.range(0, 1500).add(i));
      const before = tf.memory().numTensors;
      const sum = tf.addN(terms);
      const expected = (_: unknown, at: number) => count * at + (count * (count - 1)) / 2;
      expect([...(await sum.data())]).toEqual(Array.from({ length: 1500 }, expected));
      expect(tf.memory().numTensors).toBe(before + 1);
      tf.dispose([sum, ...terms]);
    },
  );
});
