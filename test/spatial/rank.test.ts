import fc from "fast-check";
import { expect, test } from "vitest";
import { isSeparable, outer, rank } from "../../src/spatial/index.ts";
import { named, random } from "./golden.ts";

const vector = fc.array(
  fc.double({ min: -100, max: 100, noNaN: true }).filter((v) => Math.abs(v) > 1e-3),
  { minLength: 1, maxLength: 9 },
);

test.each([...named, ...random])("agrees with numpy's matrix_rank: $name", (golden) => {
  expect(rank(golden.kernel)).toBe(golden.rank);
  expect(isSeparable(golden.kernel)).toBe(golden.rank === 1);
});

test("every outer product of two vectors is separable", () => {
  fc.assert(
    fc.property(vector, vector, (column, row) => {
      expect(isSeparable(outer(column, row))).toBe(true);
    }),
  );
});

test("a kernel rounded to float32 is separable within a tolerance that says so", () => {
  const rounded = outer([0.1, 0.7, 0.2], [0.3, 0.4, 0.3]).map((row) => row.map(Math.fround));
  expect(rank(rounded)).toBeGreaterThan(1);
  expect(rank(rounded, { tolerance: 1e-6 })).toBe(1);
});

test.each([
  ["an empty kernel", [], "kernel to be a non-empty array of rows, received []"],
  ["an empty row", [[]], "row 0 of kernel to be a non-empty array of numbers, received []"],
  ["ragged rows", [[1, 2], [3]], "every row of kernel to have 2 numbers, as row 0, received 1 in row 1"],
  [
    "NaN",
    [
      [1, 2],
      [3, Number.NaN],
    ],
    "finite numbers, received NaN at kernel[1][1]",
  ],
  ["Infinity", [[Infinity]], "finite numbers, received Infinity at kernel[0][0]"],
])("refuses %s", (_, kernel, message) => {
  expect(() => rank(kernel)).toThrow(message);
});

test("refuses a vector, and what is no array at all", () => {
  // @ts-expect-error: a vector is not a kernel
  expect(() => rank([1, 2, 1])).toThrow("row 0 of kernel to be a non-empty array of numbers, received 1");
  // @ts-expect-error: neither is nothing
  expect(() => rank(undefined)).toThrow("received undefined");
});

test.each([-1, Number.NaN])("refuses the tolerance %d", (tolerance) => {
  expect(() => rank([[1]], { tolerance })).toThrow("tolerance to be 0 or more");
});

test("refuses numpy's name of the tolerance", () => {
  expect(() => rank([[1]], { tol: 1 } as object)).toThrow(
    "spatial.rank: expected options among tolerance, received tol",
  );
});
