import { isInstalled } from "../device/tensorflow.ts";
import { beforeAll, describe, expect, test } from "vitest";
import { useDevice } from "../../src/device/use.ts";
import * as nn from "../../src/nn/index.ts";
import { manualSeed } from "../../src/nn/random.ts";
import { tf } from "../../src/tf.ts";
import { AGREEMENT, blocks, cases, compare } from "./agreement.ts";
import { descend } from "./descent.ts";

describe.skipIf(!isInstalled)("on tensorflow", () => {
  beforeAll(() => useDevice("tensorflow"));

  describe("as in PyTorch and torchvision:", () => {
    test.each([...cases, ...blocks])("$name", async (wanted) => {
      expect(await compare(wanted)).toEqual(AGREEMENT);
    });
  });

  test("a network learns: gradient descent on its parameters lowers a loss", async () => {
    const losses = await descend(8);
    expect(losses.at(-1)).toBeLessThan(losses[0]!);
  });

  test("dropout keeps the mean while it learns", async () => {
    manualSeed(1);
    const y = tf.tidy(() => new nn.Dropout(0.25).forward(tf.ones([1, 400, 5, 5])));
    const values = [...(await y.data())];
    expect(new Set(values)).toEqual(new Set([0, Math.fround(4 / 3)]));
    expect(values.reduce((a, b) => a + b) / values.length).toBeCloseTo(1, 1);
  });
});
