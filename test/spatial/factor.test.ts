import fc from "fast-check";
import { expect, test } from "vitest";
import { factor, kernels, outer } from "../../src/spatial/index.ts";
import { nonZero } from "./golden.ts";

const nonZeroVector = <T extends number>(value: fc.Arbitrary<T>) =>
  fc.array(value, { minLength: 1, maxLength: 8 }).filter((vector) => vector.some((v) => v !== 0));

test("gives the article's factors of Sobel", () => {
  expect(factor(kernels.sobelX)).toEqual({ column: [1, 2, 1], row: [-1, 0, 1] });
  expect(factor(kernels.sobelY)).toEqual({ column: [-1, 0, 1], row: [1, 2, 1] });
});

test("shares the scale of a box evenly", () => {
  const third = [1 / 3, 1 / 3, 1 / 3].map((value) => expect.closeTo(value, 15));
  expect(factor(kernels.box(3))).toEqual({ column: third, row: third });
});

test("two smoothing passes of a Gaussian each add up to 1", () => {
  for (const line of Object.values(factor(kernels.gaussian(7, 2)))) {
    expect(line.reduce((sum: number, value: number) => sum + value, 0)).toBeCloseTo(1, 14);
  }
});

test.each(nonZero.filter(({ rank }) => rank === 1))("multiplies back to the kernel: $name", ({ kernel, norm }) => {
  const { column, row } = factor(kernel);
  const product = outer(column, row);
  for (const [i, values] of kernel.entries()) {
    for (const [j, value] of values.entries())
      expect(Math.abs((product[i]?.[j] ?? 0) - value)).toBeLessThanOrEqual(1e-14 * norm);
  }
});

test("integer kernels give integer factors that multiply back exactly", () => {
  const integers = nonZeroVector(fc.integer({ min: -1000, max: 1000 }));
  fc.assert(
    fc.property(integers, integers, (a, b) => {
      const { column, row } = factor(outer(a, b));
      expect([...column, ...row].every(Number.isInteger)).toBe(true);
      expect(outer(column, row)).toEqual(outer(a, b));
    }),
  );
});

test("undoes outer up to scale", () => {
  const numbers = nonZeroVector(
    fc.double({ min: -10, max: 10, noNaN: true }).filter((v) => v === 0 || Math.abs(v) > 1e-6),
  );
  fc.assert(
    fc.property(numbers, numbers, (a, b) => {
      const { column, row } = factor(outer(a, b));
      const at = a.findIndex((value) => Math.abs(value) === Math.max(...a.map(Math.abs)));
      const scale = (column[at] ?? 0) / (a[at] ?? 1);
      a.forEach((value, i) => expect(column[i]).toBeCloseTo(scale * value, 10));
      b.forEach((value, i) => expect(row[i]).toBeCloseTo(value / scale, 10));
    }),
  );
});

test("takes weights rounded to float32 within a tolerance", () => {
  const rounded = outer([0.3, 0.6, 0.1], [0.1, 0.7, 0.2]).map((row) => row.map(Math.fround));
  expect(() => factor(rounded)).toThrow("rank");
  const { column, row } = factor(rounded, { tolerance: 1e-6 });
  expect((column[1] ?? 0) * (row[1] ?? 0)).toBeCloseTo(0.42, 6);
});

test("refuses a kernel that is not separable: says its rank, what the best would lose, and the remedy", () => {
  expect(() => factor(kernels.laplacian)).toThrow(
    "spatial.factor: expected a separable kernel (rank 1), received rank 2, the best separable kernel is off by 0.449 (10.1%); use spatial.approximate(kernel)",
  );
});

test("refuses a kernel of zeros", () => {
  expect(() =>
    factor([
      [0, 0],
      [0, 0],
    ]),
  ).toThrow("a kernel of rank 1 or more, received all zeros (rank 0)");
});
