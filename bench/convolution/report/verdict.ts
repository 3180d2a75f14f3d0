import type { Goal } from "../work/goals.ts";
import { ratioOf, timeOf, type Result } from "./results.ts";

/** A goal, what it came to, and whether that will do. */
export interface Verdict {
  title: string;
  goal: string;
  measured?: string;
  met?: boolean;
}

/** A goal of a ratio, as it came out. */
export interface Judged extends Goal {
  ratio?: number;
  /** From the quartiles of the one against those of the other. */
  spread?: [lower: number, upper: number];
}

export function judge(goal: Goal, results: readonly Result[]): Judged {
  const result = results.find(({ title, threads }) => title === goal.task && threads === 1);
  const ratio = result && ratioOf(result, goal.device, goal.against);
  if (result === undefined || ratio === undefined) return goal;
  const [mine, theirs] = [timeOf(result, goal.device)!, timeOf(result, goal.against)!];
  return { ...goal, ratio, spread: [theirs.lower / mine.upper, theirs.upper / mine.lower] };
}

export const isMet = ({ ratio, atLeast }: Judged): boolean | undefined =>
  ratio === undefined ? undefined : ratio >= atLeast;
