import fc from "fast-check";
import { expect, test } from "vitest";
import { count, nn } from "../../src/sepconv.ts";

const standard = (channels: number) => new nn.Conv2d(channels, channels, 3, { padding: 1, bias: false });
const separable = (channels: number) =>
  new nn.Sequential(
    new nn.Conv2d(channels, channels, 3, { padding: 1, groups: channels, bias: false }),
    new nn.Conv2d(channels, channels, 1, { bias: false }),
  );

test("as many separable layers fit as the formulas say, in parameters and in MACs", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 4 }), (channels, depth) => {
      const network = new nn.Sequential(...Array.from({ length: depth }, () => standard(channels)));
      const inputShape = [channels, 6, 6];
      const expected = Math.floor((depth * 9 * channels ** 2) / (9 * channels + channels ** 2));
      for (const of of ["parameters", "macs"] as const) {
        const { layers, budget, spent, next, deeper } = count.atBudget(network, () => separable(channels), {
          inputShape,
          of,
        });
        expect(layers).toBe(expected);
        expect(spent).toBe(deeper[of]);
        expect(spent <= budget && budget < next).toBe(true);
      }
    }),
    { numRuns: 20 },
  );
});

test("each layer takes what the one before returned", () => {
  const halving = (place: number) => new nn.Conv2d(2 ** place, 2 ** (place + 1), 3, { stride: 2, padding: 1 });
  const { layers, deeper } = count.atBudget(new nn.Sequential(new nn.Linear(100, 10)), halving, {
    inputShape: [1, 32, 100],
  });
  expect(layers).toBe(3);
  expect(deeper.outputShape).toEqual([1, 8, 4, 13]);
});

test("refuses layers that cost nothing, of which any number would fit", () => {
  expect(() => count.atBudget(standard(2), () => new nn.ReLU(), { inputShape: [2, 4, 4] })).toThrow(
    "expected layers that cost parameters, received one that costs none",
  );
  expect(() => count.atBudget(standard(2), separable(2) as never, { inputShape: [2, 4, 4] })).toThrow(
    "expected a function that makes a layer",
  );
});
