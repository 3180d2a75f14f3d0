import { expect, test } from "vitest";
import { svd } from "../../src/spatial/index.ts";
import { named, random } from "./golden.ts";

const all = [...named, ...random];

function gram(rows: number[][]): number[][] {
  return rows.map((a) => rows.map((b) => a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0)));
}

function identity(size: number): unknown[][] {
  const at = (i: number, j: number) => expect.closeTo(i === j ? 1 : 0, 10);
  return Array.from({ length: size }, (_, i) => Array.from({ length: size }, (_, j) => at(i, j)));
}

test.each(all)("has numpy's singular values: $name", ({ kernel, singularValues, norm }) => {
  const { S } = svd(kernel);
  expect(S).toHaveLength(singularValues.length);
  for (const [k, value] of S.entries())
    expect(Math.abs(value - (singularValues[k] ?? 0))).toBeLessThanOrEqual(1e-13 * norm);
});

test.each(all)("multiplies back to the kernel: $name", ({ kernel, norm }) => {
  const { U, S, Vh } = svd(kernel);
  for (const [i, row] of kernel.entries()) {
    for (const [j, value] of row.entries()) {
      const product = S.reduce((sum, s, k) => sum + (U[i]?.[k] ?? 0) * s * (Vh[k]?.[j] ?? 0), 0);
      expect(Math.abs(product - value)).toBeLessThanOrEqual(1e-13 * norm);
    }
  }
});

test.each(all)("gives orthonormal vectors: $name", ({ kernel }) => {
  const { U, S, Vh } = svd(kernel);
  expect(gram(Vh)).toEqual(identity(S.length));
  expect(gram(S.map((_, k) => U.map((row) => row[k] ?? 0)))).toEqual(identity(S.length));
});

test("fixes the signs so that the smoothing vector of Sobel is positive, whichever way round it lies", () => {
  const third = Math.sqrt(1 / 6);
  expect(
    svd([
      [-1, 0, 1],
      [-2, 0, 2],
      [-1, 0, 1],
    ]).U.map((row) => row[0]),
  ).toEqual([third, 2 * third, third].map((value) => expect.closeTo(value)));
  expect(
    svd([
      [-1, -2, -1],
      [0, 0, 0],
      [1, 2, 1],
    ]).Vh[0],
  ).toEqual([third, 2 * third, third].map((value) => expect.closeTo(value)));
});
