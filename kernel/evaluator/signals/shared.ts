import type { MessagePort } from "node:worker_threads";

/** What the two threads of the evaluator share: counts by these indices, and a port from the second one to the main one. */
export interface Shared {
  counts: Int32Array<SharedArrayBuffer>;
  port: MessagePort;
}

/**
 * Interrupts asked for, heard by the main thread, to be struck for no more, and done; blows of the second thread that have not fallen yet;
 * and answers of the user that have come.
 */
export const [ASKED, HEARD, SPARED, DONE, BLOWS, ANSWERS] = [0, 1, 2, 3, 4, 5] as const;
export const COUNTS = 6;
