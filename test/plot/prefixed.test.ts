import fc from "fast-check";
import { expect, test } from "vitest";
import { prefixed } from "../../src/plot/prefixed.ts";

test.each([
  [0.00045, "s", "450 µs"],
  [1, "s", "1 s"],
  [0.0999999, "s", "100 ms"],
  [999.7, "", "1 k"],
  [1_849_688_064, "MACs", "1.85 GMACs"],
  [12.5e9, "B/s", "12.5 GB/s"],
  [3e15, "FLOP/s", "3,000 TFLOP/s"],
  [2e-11, "s", "0.02 ns"],
])("writes %d %s as %s", (value, unit, text) => expect(prefixed(value, unit)).toBe(text));

const factors = new Map([..."nµm kMGT"].map((prefix, i) => [prefix.trim(), 10 ** (3 * i - 9)]));

test("what is written is the number, to three digits", () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-9, max: 9e14, noNaN: true }), (value) => {
      const [digits = "", prefix = ""] = prefixed(value, "").split(" ");
      const read = Number(digits.replaceAll(",", "")) * factors.get(prefix)!;
      expect(Math.abs(read / value - 1)).toBeLessThan(0.005001);
    }),
  );
});
