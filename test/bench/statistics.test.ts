import { expect, test } from "vitest";
import { determination, slope, summarize } from "../../bench/statistics.ts";

test("quartiles lie where Python's inclusive ones do", () => {
  // statistics.quantiles(samples, n=4, method="inclusive")
  const { lower, median, upper, count } = summarize([7.6, 42.5, 38.4, 13.5, 25.3, 23.0, 32.9, 39.6, 5.6, 2.4]);
  expect(lower).toBeCloseTo(9.075, 9);
  expect(median).toBeCloseTo(24.15, 9);
  expect(upper).toBeCloseTo(37.025, 9);
  expect(count).toBe(10);
});

test("of one sample all three are that sample", () => {
  expect(summarize([4])).toEqual({ lower: 4, median: 4, upper: 4, count: 1 });
});

test("the slope is that of Python's linear regression", () => {
  // statistics.linear_regression(x, y).slope
  const y = [2.67, 2.17, 3.12, 1.9, 3.09, 3.94, 3.26, 4.99];
  expect(slope(y.map((value, x) => [x, value]))).toBeCloseTo(0.30166666666666664, 12);
});

test("the determination is the square of Python's correlation", () => {
  // statistics.correlation(x, y) ** 2
  const y = [2.67, 2.17, 3.12, 1.9, 3.09, 3.94, 3.26, 4.99];
  expect(determination(y.map((value, x) => [x, value]))).toBeCloseTo(0.5638047051129811, 12);
});
