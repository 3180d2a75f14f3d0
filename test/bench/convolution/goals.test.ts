import { expect, test } from "vitest";
import type { Outcome } from "../../../bench/convolution/measure.ts";
import type { Result } from "../../../bench/convolution/report/results.ts";
import { goalsTable, resultsTable } from "../../../bench/convolution/report/table.ts";
import { isMet, judge } from "../../../bench/convolution/report/verdict.ts";
import { goals, goalTasks, inference } from "../../../bench/convolution/work/goals.ts";
import { describe as nameOf } from "../../../bench/convolution/work/task.ts";

const took = (...samples: number[]): Outcome => ({ samples, layout: "NHWC", threads: 1 });
const result = (outcomes: Result["outcomes"]): Result => ({
  section: "goals",
  title: "depthwise 3×3, 32@112², forward, batch 1",
  pass: "forward",
  threads: 1,
  flops: 2e6,
  outcomes,
});
const goal = {
  title: "depthwise",
  task: "depthwise 3×3, 32@112², forward, batch 1",
  device: "sepconv-wasm",
  against: "tfjs-wasm",
  atLeast: 4,
} as const;

test("every goal is of a task that is measured", () => {
  const titles = new Set([...goalTasks(), inference()].map(nameOf));
  expect(goals().filter(({ task }) => !titles.has(task))).toEqual([]);
});

test("a goal is judged by the ratio of the medians", () => {
  const judged = judge(goal, [result({ "sepconv-wasm": took(1, 2, 9), "tfjs-wasm": took(8, 9, 10) })]);
  expect(judged.ratio).toBe(4.5);
  expect(judged.spread).toEqual([8.5 / 5.5, 9.5 / 1.5]);
  expect(isMet(judged)).toBe(true);
  expect(goalsTable([judged])).toContain("| depthwise | sepconv-wasm ≥ 4× tfjs-wasm | 4.5× (1.55–6.33) | yes |");
});

test("a peer that failed, or whose result is wrong, decides nothing", () => {
  const judged = judge(goal, [result({ "sepconv-wasm": took(1), "tfjs-wasm": { samples: [], failure: "no groups" } })]);
  expect(isMet(judged)).toBeUndefined();
  expect(goalsTable([judged])).toContain("| – | – |");
});

test("a table says what each peer did, and how ours stand to them and to the peak", () => {
  const outcomes = {
    "sepconv-wasm": took(1),
    "tfjs-wasm": took(2),
    pytorch: took(0.5),
    "tfjs-cpu": { samples: [], failure: "a | b" },
  };
  const lines = resultsTable([result(outcomes)], { one: { fused: 8e9 }, all: {} }).split("\n");
  expect(lines[0]).toBe("| GFLOP/s | sepconv-wasm | pytorch | tfjs-wasm | tfjs-cpu |");
  expect(lines[2]).toBe(
    "| depthwise 3×3, 32@112², forward, batch 1, 1 thread | **2** (1 ms, n = 1, NHWC); 0.5× pytorch; 2× tfjs-wasm; 25% of peak " +
      "| **4** (0.5 ms, n = 1, NHWC) | **1** (2 ms, n = 1, NHWC) | a \\| b |",
  );
});
