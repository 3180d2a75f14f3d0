import fc from "fast-check";
import { expect, test } from "vitest";
import { approximate, kernels, outer } from "../../src/spatial/index.ts";
import { nonZero } from "./golden.ts";

function distance(a: number[][], b: number[][]): number {
  return Math.hypot(...a.flatMap((row, i) => row.map((value, j) => value - (b[i]?.[j] ?? Number.NaN))));
}

test.each(nonZero)("loses what numpy's truncated SVD loses, at every rank: $name", ({ kernel, errors, norm }) => {
  for (const [k, expected] of errors.entries()) {
    const { error, relativeError, kernel: approximation } = approximate(kernel, k + 1);
    expect(Math.abs(error - expected)).toBeLessThanOrEqual(1e-13 * norm);
    expect(relativeError).toBeCloseTo(expected / norm, 12);
    expect(distance(kernel, approximation)).toBeCloseTo(error, 12);
  }
});

test("the outer products of its factors add up to its kernel", () => {
  const { factors, kernel } = approximate(kernels.emboss, 2);
  const [first, second] = factors.map(({ column, row }) => outer(column, row));
  const sum = kernel.map((row, i) => row.map((_, j) => (first?.[i]?.[j] ?? 0) + (second?.[i]?.[j] ?? 0)));
  expect(factors).toHaveLength(2);
  expect(distance(sum, kernel)).toBeLessThan(1e-15);
});

test("no other outer product is nearer (Eckart and Young)", () => {
  const number = fc.double({ min: -3, max: 3, noNaN: true });
  const line = fc.array(number, { minLength: 3, maxLength: 3 });
  const { error } = approximate(kernels.sharpen);
  fc.assert(
    fc.property(line, line, (column, row) => {
      expect(distance(kernels.sharpen, outer(column, row))).toBeGreaterThanOrEqual(error - 1e-12);
    }),
  );
  const best = approximate(kernels.sharpen).factors[0];
  const nudge = fc.array(fc.double({ min: -0.01, max: 0.01, noNaN: true }), { minLength: 3, maxLength: 3 });
  fc.assert(
    fc.property(nudge, nudge, (a, b) => {
      const column = best?.column.map((value, i) => value + (a[i] ?? 0)) ?? [];
      const row = best?.row.map((value, i) => value + (b[i] ?? 0)) ?? [];
      expect(distance(kernels.sharpen, outer(column, row))).toBeGreaterThanOrEqual(error - 1e-12);
    }),
  );
});

test.each([0, 4, 1.5, Number.NaN])("refuses rank %d of a 3×3 kernel", (rank) => {
  expect(() => approximate(kernels.emboss, rank)).toThrow(
    `spatial.approximate: expected rank to be an integer from 1 to 3, received ${rank}; a 3×3 kernel has at most 3 pairs`,
  );
});

test("refuses a kernel of zeros", () => {
  expect(() => approximate([[0]])).toThrow("received all zeros (rank 0)");
});
