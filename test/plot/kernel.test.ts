import { expect, test } from "vitest";
import { kernel } from "../../src/plot/index.ts";

const first = (rows: number[][]) => kernel(rows).data[0];

test("centres its colours on zero", () => {
  expect(first([[-1, 3]])).toMatchObject({ zmin: -3, zmax: 3 });
  expect(first([[0.5]])).toMatchObject({ zmin: -0.5, zmax: 0.5 });
});

test("writes each number into its cell, with a true minus sign", () => {
  expect(
    first([
      [-1, 0.125],
      [1000, 1 / 9],
    ]),
  ).toMatchObject({
    text: [
      ["−1", "0.125"],
      ["1,000", "0.111"],
    ],
    texttemplate: "%{text}",
  });
});

test("leaves numbers that would be too small to read to the scale of colours", () => {
  const fine = Array.from({ length: 25 }, () => Array.from({ length: 25 }, () => 0.123));
  expect(first(fine)).not.toHaveProperty("texttemplate");
  expect(first(fine)).toMatchObject({ showscale: true });
  expect(first([[1]])).toMatchObject({ showscale: false });
});

test("keeps cells square and rows in reading order", () => {
  expect(kernel([[1, 2]]).layout.yaxis).toMatchObject({ scaleanchor: "x", autorange: "reversed" });
});

test.each([
  [[], "kernel to be a non-empty array of rows"],
  [[[]], "row 0 of kernel to be a non-empty array of numbers"],
  [[[1, 2], [3]], "every row of kernel to have 2 numbers"],
  [[[Number.NaN]], "finite numbers, received NaN at kernel[0][0]"],
  [[[1], null], "row 1 of kernel to be a non-empty array of numbers, received null"],
  [undefined, "kernel to be a non-empty array of rows, received undefined"],
  [{ shape: [1, 1], dtype: "float32", dataId: {} }, "received a tensor [1, 1] of float32; give rows of equal length"],
])("refuses %j", (rows, message) => {
  expect(() => kernel(rows as number[][])).toThrow("plot.kernel: expected ");
  expect(() => kernel(rows as number[][])).toThrow(message);
});
