import { setTimeout as sleep } from "node:timers/promises";
import type { Answer, Output } from "./kernel.ts";

const QUIET_MS = 3000;

/**
 * Waits for what a kernel publishes after it said that it is idle, as Deno may, until it is quiet for a while.
 *
 * @returns  from the sending of the request until the reply, "idle" and all output were here, in milliseconds
 */
export async function arrived(answer: Answer, isAll: (output: readonly Output[]) => boolean): Promise<number> {
  const { output, milliseconds } = answer;
  if (isAll(output)) return milliseconds;
  for (let seen = -1; seen < output.length; await sleep(QUIET_MS)) seen = output.length;
  return Math.max(milliseconds, output.at(-1)?.milliseconds ?? 0);
}
