import { expect, test } from "vitest";
import type { Outcome, Result } from "../../../bench/kernel/results.ts";
import { verdictsOf } from "../../../bench/kernel/results.ts";
import { table } from "../../../bench/kernel/table.ts";

const result = (outcomes: Result["outcomes"], goals: Result["goals"]): Result => ({
  name: "start",
  title: "start",
  unit: "ms",
  goals,
  outcomes,
});
const took = (...samples: number[]): Outcome => ({ samples });

test("a goal that names a peer is judged by the ratio of the medians", () => {
  const outcomes = { sepconv: took(90, 100, 900), deno: took(200, 210, 220) };
  const [ratio, plain] = verdictsOf(result(outcomes, [{ atMost: 0.6, times: "deno" }, { atMost: 99 }]));
  expect(ratio).toMatchObject({ goal: "≤ 0.6× deno", passes: true });
  expect(ratio?.reached).toBeCloseTo(100 / 210, 9);
  expect(plain).toEqual({ goal: "≤ 99 ms", limit: 99, reached: 100, passes: false });
});

test("a peer without a figure decides nothing, and its row says why it has none", () => {
  const failed = result({ sepconv: took(10), tslab: { samples: [], failure: "the kernel ended (SIGINT)" } }, [
    { atMost: 0.12, times: "tslab" },
  ]);
  expect(verdictsOf(failed)).toEqual([{ goal: "≤ 0.12× tslab" }]);
  expect(table([failed]).split("\n").at(-2)).toBe(
    "| start | **10 ms** (10–10) | the kernel ended (SIGINT) | – | ≤ 0.12× tslab: nothing to compare |",
  );
});

test("a reason cannot break the table", () => {
  const failed = result({ sepconv: { samples: [], failure: "a | b\nc" } }, []);
  expect(table([failed]).trimEnd().split("\n")).toHaveLength(3);
  expect(table([failed])).toContain("a \\| b c");
});
