import type { MessagePort } from "node:worker_threads";

/** What the two threads of the evaluator share: counts by these indices, and a port from the second one to the main one. */
export interface Shared {
  counts: Int32Array<SharedArrayBuffer>;
  port: MessagePort;
}

/**
 * Interrupts asked for, heard by the main thread, and done; blows to the main thread, and those that have fallen; and answers of the user
 * that have come.
 */
export const [ASKED, HEARD, DONE, BLOWS, FALLEN, ANSWERS] = [0, 1, 2, 3, 4, 5] as const;
export const COUNTS = 6;
