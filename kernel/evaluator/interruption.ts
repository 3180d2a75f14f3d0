import { extname } from "node:path";
import { Worker } from "node:worker_threads";

/** Interrupts done and asked for, counted; shared with the worker that stops a main thread which does not answer. */
const DONE = 0;
const ASKED = 1;
const counts = new Int32Array(new SharedArrayBuffer(8));

/** What an interrupted cell ends with. */
export class Interrupted extends Error {
  override name = "Interrupted";
  override stack = "";

  constructor() {
    super("the cell was interrupted; variables keep their values");
  }
}

export function listenForInterrupts(): void {
  const script = new URL(`./interrupt-worker${extname(import.meta.url)}`, import.meta.url);
  new Worker(script, { workerData: counts.buffer }).unref();
}

export const isInterrupted = (): boolean => Atomics.load(counts, DONE) < Atomics.load(counts, ASKED);

/** Tells the worker that the main thread has answered the interrupts up to this one. */
export function answerInterrupts(upTo: number = Atomics.load(counts, ASKED)): void {
  Atomics.store(counts, DONE, Math.max(upTo, Atomics.load(counts, DONE)));
}
