import { beforeAll, describe, expect, test } from "vitest";
import { useDevice } from "../../src/device/use.ts";
import * as nn from "../../src/nn/index.ts";
import { manualSeed } from "../../src/nn/random.ts";
import { tf } from "../../src/tf.ts";
import { AGREEMENT, compare, type Case } from "./agreement.ts";
import { descend } from "./descent.ts";

/** Tests modules on a device that is not everywhere. */
export function testModules(device: "webgpu" | "tensorflow", isHere: boolean, cases: readonly Case[]): void {
  describe.skipIf(!isHere)(`on ${device}`, () => {
    beforeAll(() => useDevice(device));

    describe("as in PyTorch:", () => {
      test.each(cases)("$name", async (wanted) => {
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
}
