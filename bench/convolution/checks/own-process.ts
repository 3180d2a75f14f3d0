import { execFileSync } from "node:child_process";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { number } from "../../number.ts";
import type { Verdict } from "../report/verdict.ts";
import type { Height } from "./heap.ts";

const MB = 1e6;
const MOST = 1.5;
/** Packed weights, and what any process takes in passing. */
const SLACK_MB = 4;
/** Of all layers, those that take the most. */
const SHOWN = 5;

/** What is measured in processes of their own: memory at its height, and what is left behind. */
export const memoryVerdicts = (): Verdict[] => [
  ...["standard", "grouped", "depthwise", "separable"].map(height),
  heap(),
  leak(),
];

function height(kind: string): Verdict {
  const title = `memory at its height, ${kind} 3×3, 64@224², batch 4`;
  const goal = `≤ ${MOST}× the output, and ${SLACK_MB} MB for packed weights`;
  if (process.platform !== "linux") return { title, goal };
  const { output, extra } = run<{ output: number; extra: number }>("memory.ts", kind);
  const measured = `${number(extra / MB)} MB for an output of ${number(output / MB)} MB: ${number(extra / output)}×`;
  return { title, goal, measured, met: extra <= MOST * output + SLACK_MB * MB };
}

function heap(): Verdict {
  const heights = run<Height[]>("heap.ts", String(availableParallelism()));
  const ratio = ({ extra, output }: Height) => extra / output;
  const beyond = heights.filter((height) => ratio(height) > MOST);
  const worst = heights.toSorted((a, b) => ratio(b) - ratio(a)).slice(0, SHOWN);
  const most = worst.map((height) => `${number(ratio(height))}× by ${height.title}`);
  return {
    title: "heap at its height, each layer of the goals and the networks, forward",
    goal: `≤ ${MOST}× the output beside packed weights`,
    measured: `${beyond.length} of ${heights.length} beyond; ${most.join("; ")}`,
    met: beyond.length === 0,
  };
}

function leak(): Verdict {
  const left = run<{ tensors: number; bytes: number; heap: number }>("leak.ts");
  return {
    title: "1,000 convolutions with gradients",
    goal: "leave no tensor and no byte of heap",
    measured: `${left.tensors} tensors, ${left.bytes} bytes of tensors, ${left.heap} bytes of heap`,
    met: left.tensors === 0 && left.bytes === 0 && left.heap === 0,
  };
}

function run<Answer>(script: string, ...argv: string[]): Answer {
  const options = ["--conditions=source", "--expose-gc", join(import.meta.dirname, script), ...argv];
  return JSON.parse(execFileSync(process.execPath, options, { encoding: "utf8" })) as Answer;
}
