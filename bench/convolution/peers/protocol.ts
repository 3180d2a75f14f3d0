import type { Task } from "../work/task.ts";

/** What the bench asks of a peer's process: a line of JSON on its standard input for each question, one on its output for each answer. */
export type Question =
  /** Makes the tensors, warms up, keeps the fastest layout and writes the result, float32 in PyTorch's order, to a file. */
  | { prepare: Task; file: string }
  /** Does what was prepared so many times. */
  | { measure: number };

/** The first line, unasked. */
export type Greeting = { version: string; threads: number } | Failure;

export interface Prepared {
  layout: string;
  /** Of one run, about. */
  milliseconds: number;
}

export interface Measured {
  /** Of one run. */
  milliseconds: number;
}

export interface Failure {
  failure: string;
}

/** How long a peer warms up in each of its layouts, and how many runs that is at least, if the first is not as long by itself. */
export const WARM_UP = { milliseconds: 50, runs: 2 } as const;
