import { expect, test } from "vitest";
import { kernels, outer } from "../../src/spatial/index.ts";
import { named } from "./golden.ts";

const made: Record<string, number[][]> = {
  ...Object.fromEntries(Object.entries(kernels).filter(([, kernel]) => Array.isArray(kernel))),
  "box(3)": kernels.box(3),
  "box(4)": kernels.box(4),
  "gaussian(3)": kernels.gaussian(3),
  "gaussian(5)": kernels.gaussian(5),
  "gaussian(7, 2)": kernels.gaussian(7, 2),
};

test.each(named)("holds the textbook's numbers: $name", ({ name, kernel }) => {
  expect(made[name]).toEqual(kernel.map((row) => row.map((value) => expect.closeTo(value, 15))));
});

test("all constant kernels are compared with the textbook", () => {
  expect(Object.keys(made).toSorted()).toEqual(named.map(({ name }) => name).toSorted());
});

test("constant kernels cannot be changed", () => {
  expect(() => kernels.sobelX[0]?.fill(0)).toThrow(TypeError);
});

test.each([0, -3, 4, 2.5, Number.NaN])("refuses a Gaussian of size %d", (n) => {
  expect(() => kernels.gaussian(n)).toThrow(`n to be an odd positive integer, received ${n}; use 3, 5, 7 …`);
});

test.each([0, -1, Infinity])("refuses a Gaussian of sigma %d", (sigma) => {
  expect(() => kernels.gaussian(3, sigma)).toThrow("sigma to be a positive number");
});

test.each([0, 1.5])("refuses a box of size %d", (n) => {
  expect(() => kernels.box(n)).toThrow("n to be a positive integer");
});

test("outer refuses what is not a vector", () => {
  expect(() => outer([], [1])).toThrow(
    "spatial.outer: expected column to be a non-empty array of finite numbers, received []",
  );
  expect(() => outer([1], [Number.NaN])).toThrow("row to be a non-empty array of finite numbers, received [NaN]");
});
