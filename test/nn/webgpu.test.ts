import { hasAdapter } from "../device/adapter.ts";
import { beforeAll, describe, expect, test } from "vitest";
import { useDevice } from "../../src/device/use.ts";
import * as nn from "../../src/nn/index.ts";
import { manualSeed } from "../../src/nn/random.ts";
import { tf } from "../../src/tf.ts";
import { AGREEMENT, cases, compare } from "./agreement.ts";

describe.skipIf(!hasAdapter)("on webgpu", () => {
  beforeAll(() => useDevice("webgpu"));

  describe("as in PyTorch:", () => {
    test.each(cases)("$name", async (wanted) => {
      expect(await compare(wanted)).toEqual(AGREEMENT);
    });
  });

  test("a network learns: gradient descent on its parameters lowers a loss", async () => {
    manualSeed(1);
    const network = new nn.Sequential(new nn.Conv2d(1, 4, 3), new nn.ReLU(), new nn.Flatten(), new nn.Linear(16, 1));
    const x = tf.randomNormal([8, 1, 4, 4], 0, 1, "float32", 5);
    const target = tf.tidy(() => x.slice([0, 0, 1, 1], [8, 1, 1, 1]).reshape([8, 1]));
    const loss = () => network.forward(x).squaredDifference(target).mean<tf.Scalar>();
    const optimizer = tf.train.sgd(0.1);
    const losses: number[] = [];
    for (let step = 0; step < 8; step++) {
      const value = optimizer.minimize(loss, true, network.parameters())!;
      losses.push((await value.data())[0]!);
      value.dispose();
    }
    expect(losses.at(-1)).toBeLessThan(losses[0]!);
    network.dispose();
  });

  test("dropout keeps the mean while it learns", async () => {
    manualSeed(1);
    const y = tf.tidy(() => new nn.Dropout(0.25).forward(tf.ones([1, 400, 5, 5])));
    const values = [...(await y.data())];
    expect(new Set(values)).toEqual(new Set([0, Math.fround(4 / 3)]));
    expect(values.reduce((a, b) => a + b) / values.length).toBeCloseTo(1, 1);
  });
});
