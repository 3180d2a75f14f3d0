import { expect, test } from "vitest";
import { factors } from "../../src/plot/index.ts";
import { kernels } from "../../src/spatial/index.ts";
import { nonZero } from "../spatial/golden.ts";

interface Drawn {
  name: string;
  x: number[];
  y: number[];
  z: number[][];
  text: string[][];
  zmax: number;
  texttemplate?: string;
}

const drawn = (kernel: number[][]) => factors(kernel).data as unknown as Drawn[];
const panel = (kernel: number[][], name: string) => drawn(kernel).find((trace) => trace.name === name)!;
const largest = (kernel: number[][]) => Math.max(...kernel.flat().map(Math.abs));

test("draws Sobel as the article writes it: [1, 2, 1]ᵀ · [−1, 0, 1]", () => {
  expect(panel(kernels.sobelX, "column").text).toEqual([["1"], ["2"], ["1"]]);
  expect(panel(kernels.sobelX, "row").text).toEqual([["−1", "0", "1"]]);
  expect(factors(kernels.sobelX).alt).toContain("Separable: column × row = kernel.");
});

test.each(nonZero)("each number of the product of $name is that of its column times that of its row", ({ kernel }) => {
  const [column, row, product] = ["column", "row", "column × row"].map((name) => panel(kernel, name).z);
  for (const [i, values] of product!.entries()) {
    for (const [j, value] of values.entries()) {
      expect(Math.abs(value - column![i]![0]! * row![0]![j]!)).toBeLessThan(1e-12 * largest(kernel));
    }
  }
});

test.each(nonZero)("stands numbers of $name in line with those they are made of", ({ kernel }) => {
  expect(panel(kernel, "column × row").x).toEqual(panel(kernel, "row").x);
  expect(panel(kernel, "column × row").y).toEqual(panel(kernel, "column").y);
});

test.each(nonZero)("shows the singular values that numpy finds in $name", ({ kernel, singularValues, rank }) => {
  const bars = panel(kernel, "singular values").x;
  expect(bars).toHaveLength(singularValues.length);
  bars.forEach((value, k) => expect(Math.abs(value - singularValues[k]!)).toBeLessThan(1e-12 * singularValues[0]!));
  expect(bars.filter((value) => value !== 0)).toHaveLength(rank);
});

test.each(nonZero.filter(({ rank }) => rank > 1))("shows what the best pair leaves of $name", (golden) => {
  const { kernel, errors, norm } = golden;
  expect(panel(kernel, "kernel").z).toEqual(kernel);
  const error = panel(kernel, "error").z;
  expect(Math.hypot(...error.flat())).toBeCloseTo(errors[0]!, 10);
  const product = panel(kernel, "column × row").z;
  const sum = product.map((row, i) => row.map((value, j) => value + error[i]![j]!));
  sum.flat().forEach((value, at) => expect(value).toBeCloseTo(kernel.flat()[at]!, 10));
  const share = Number(/leaves an error of ([\d.,]+)% of/.exec(factors(kernel).alt)?.[1]);
  expect(share).toBeCloseTo((100 * errors[0]!) / norm, 0);
});

test("says of a separable kernel nothing about errors", () => {
  const names = drawn(kernels.gaussian(5)).map(({ name }) => name);
  expect(names).toEqual(["column", "row", "column × row", "singular values"]);
});

test("colours the error as strongly as the same number in the kernel", () => {
  expect(panel(kernels.sharpen, "error").zmax).toBe(panel(kernels.sharpen, "kernel").zmax);
});

test("leaves numbers that would be too small to read to hovering", () => {
  expect(panel(kernels.gaussian(11), "column × row")).not.toHaveProperty("texttemplate");
  expect(panel(kernels.gaussian(5), "column × row")).toHaveProperty("texttemplate");
});

test.each([
  ["zeros", [[0, 0]], "a kernel of rank 1 or more, received all zeros"],
  ["ragged rows", [[1, 2], [3]], "every row of kernel to have 2 numbers"],
  ["nothing", undefined as never, "kernel to be a non-empty array of rows, received undefined"],
])("refuses %s", (_, kernel, message) => {
  expect(() => factors(kernel)).toThrow(`plot.factors: expected ${message}`);
});

test("refuses an option that is none", () => {
  expect(() => factors([[1]], { titel: "a" } as never)).toThrow("received titel; did you mean title?");
});
