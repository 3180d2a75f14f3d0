import fc from "fast-check";
import { expect, test } from "vitest";
import { spread } from "../../src/plot/spread.ts";

test("leaves alone what is far enough apart", () => {
  expect(spread([0, 20, 100], 20)).toEqual([0, 20, 100]);
});

test("moves a pair apart around its middle, and all that this pushes", () => {
  expect(spread([10, 10], 20)).toEqual([0, 20]);
  expect(spread([0, 30, 40], 20)).toEqual([0, 25, 45]);
  expect(spread([5, 5, 5, 500], 10)).toEqual([-5, 5, 15, 500]);
});

const positions = fc.array(fc.integer({ min: 0, max: 300 }), { maxLength: 8 });

test("never overlaps, and no small move of one label brings it nearer to where it wants to be", () => {
  fc.assert(
    fc.property(positions, fc.integer({ min: 1, max: 40 }), (unsorted, gap) => {
      const wanted = unsorted.toSorted((a, b) => a - b);
      const placed = spread(wanted, gap);
      const cost = (at: number[]) => at.reduce((sum, position, i) => sum + (position - wanted[i]!) ** 2, 0);
      const apart = (at: number[]) => at.every((position, i) => i === 0 || position - at[i - 1]! >= gap - 1e-9);
      expect(apart(placed)).toBe(true);
      // the cost is convex, so that no step of any run of neighbours being better is enough
      for (let first = 0; first < placed.length; first++) {
        for (let last = first; last < placed.length; last++) {
          for (const step of [-1e-3, 1e-3]) {
            const moved = placed.map((position, i) => (i >= first && i <= last ? position + step : position));
            expect(apart(moved) && cost(moved) < cost(placed) - 1e-9).toBe(false);
          }
        }
      }
    }),
  );
});
