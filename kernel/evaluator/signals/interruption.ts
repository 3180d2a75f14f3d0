import { send } from "../channel.ts";
import { Atomics } from "../intrinsics.ts";
import { ASKED, BLOWS, DONE, HEARD, SPARED } from "./shared.ts";
import { counts } from "./thread.ts";

/** Whether the kernel has asked for an interrupt that has not been answered for. */
export const isInterrupted = (): boolean => Atomics.load(counts, DONE) < Atomics.load(counts, ASKED);

/** Tells the second thread that the main one can deal with the interrupts so far by itself. */
export const hearInterrupts = (upTo: number = Atomics.load(counts, ASKED)): void => raise(HEARD, upTo);

/** Tells everyone that interrupts up to this one are over. A blow that has not fallen yet would hit what runs next: then it is to be tried again. */
export function answerInterrupts(upTo: number): boolean {
  if (isAnswered(upTo)) return true;
  raise(SPARED, upTo);
  if (Atomics.load(counts, BLOWS) > 0) return false;
  // whoever is struck between the two says it twice, which does no harm
  send({ type: "interrupted", upTo });
  raise(DONE, upTo);
  return true;
}

export const isAnswered = (ticket: number): boolean => Atomics.load(counts, DONE) >= ticket;

const raise = (count: number, to: number): void => {
  if (Atomics.load(counts, count) < to) Atomics.store(counts, count, to);
};
