import { expect, test } from "vitest";
import { values } from "../../../bench/convolution/work/values.ts";

test("numbers are those that bench/convolution/peers/pytorch.py makes", () => {
  expect([...values(4, 1)]).toEqual([
    -0.4297330975532532, 0.14958558976650238, -0.007047214545309544, -0.04373902454972267,
  ]);
  expect([...values(3, 7, 2)]).toEqual([0.13550987839698792, 0.08772827684879303, 0.4477291405200958]);
  expect(values(100_000, 3).at(-1)).toBe(-0.043060094118118286);
});
