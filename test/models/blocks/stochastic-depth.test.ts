import { beforeAll, describe, expect, test } from "vitest";
import { useDevice } from "../../../src/device/use.ts";
import { StochasticDepth } from "../../../src/models/blocks/stochastic-depth.ts";
import { manualSeed } from "../../../src/nn/random.ts";
import { tf } from "../../../src/tf.ts";

beforeAll(() => useDevice("cpu"));

/** What is left of rows of ones, a row of them for each sample. */
const kept = (block: StochasticDepth, samples: number) =>
  tf.tidy(
    () =>
      block
        .forward(tf.ones([samples, 2, 3]))
        .reshape([samples, 6])
        .arraySync() as number[][],
  );

describe("stochastic depth", () => {
  test("by row keeps or drops each sample as a whole, and keeps the mean", () => {
    manualSeed(1);
    const rows = kept(new StochasticDepth(0.2, "row"), 2000);
    expect(new Set(rows.map(String))).toEqual(new Set([Array(6).fill(0).join(), Array(6).fill(1.25).join()]));
    expect(rows.reduce((sum, [first]) => sum + first!, 0) / 2000).toBeCloseTo(1, 1);
  });

  test("by batch keeps or drops all samples together, and keeps the mean", () => {
    manualSeed(1);
    const block = new StochasticDepth(0.2, "batch");
    const batches = Array.from({ length: 500 }, () => new Set(kept(block, 3).flat()));
    expect(batches.every(({ size }) => size === 1)).toBe(true);
    const dropped = batches.filter((values) => values.has(0)).length;
    expect(dropped / 500).toBeCloseTo(0.2, 1);
  });

  test("with probability 1 drops everything, and refuses what is no probability", () => {
    expect(new Set(kept(new StochasticDepth(1, "row"), 4).flat())).toEqual(new Set([0]));
    expect(() => new StochasticDepth(-0.1, "row")).toThrow("a probability from 0 to 1, received -0.1");
  });
});
