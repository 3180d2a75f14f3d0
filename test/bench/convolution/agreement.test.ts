import { expect, test } from "vitest";
import { difference, trusted } from "../../../bench/convolution/agreement.ts";

test("results differ by a share of the largest value", () => {
  const expected = Float32Array.of(1, -4, 2);
  expect(difference(Float32Array.of(1, -4, 2), expected)).toBe(0);
  expect(difference(Float32Array.of(1, -4, 3), expected)).toBe(0.25);
});

test("what is no number, or not as many, does not agree", () => {
  expect(difference(Float32Array.of(Number.NaN, 1), Float32Array.of(1, 1))).toBe(Infinity);
  expect(difference(Float32Array.of(1), Float32Array.of(1, 1))).toBe(Infinity);
  expect(difference(Float32Array.of(1), Float32Array.of(0))).toBe(Infinity);
});

test("ours are held to others", () => {
  expect(trusted(["sepconv-wasm", "tfjs-wasm", "pytorch"])).toBe("pytorch");
  expect(trusted(["sepconv-wasm", "tfjs-cpu"])).toBe("tfjs-cpu");
  expect(trusted(["sepconv-wasm"])).toBe("sepconv-wasm");
  expect(trusted([])).toBeUndefined();
});
