import { send } from "../channel.ts";
import { Atomics } from "../intrinsics.ts";
import { ASKED, BLOWS, DONE, FALLEN, HEARD } from "./shared.ts";
import { counts } from "./thread.ts";

/** Whether the kernel has asked for an interrupt that has not been answered for. */
export const isInterrupted = (): boolean => Atomics.load(counts, DONE) < Atomics.load(counts, ASKED);

/** Tells the second thread that the main one can deal with the interrupts so far by itself. */
export const hearInterrupts = (upTo: number = Atomics.load(counts, ASKED)): void => raise(HEARD, upTo);

/** Tells everyone that interrupts up to this one are over. */
export function answerInterrupts(upTo: number): void {
  // in this order: from the first on only a later interrupt may strike, whose answer counts for this one, too
  raise(DONE, upTo);
  send({ type: "interrupted", upTo });
}

export const isHeard = (ticket: number): boolean => Atomics.load(counts, HEARD) >= ticket;

export const isAnswered = (ticket: number): boolean => Atomics.load(counts, DONE) >= ticket;

/** How many blows have been dealt. */
export const blows = (): number => Atomics.load(counts, BLOWS);

/** Whether no blow has been dealt since so many had, and none of those is still to fall. */
export const isCalmSince = (dealt: number): boolean => blows() === dealt && Atomics.load(counts, FALLEN) === dealt;

/**
 * Counts a blow.
 *
 * @returns what is to be called when it has fallen
 */
export function dealBlow(): () => void {
  Atomics.add(counts, BLOWS, 1);
  return () => void Atomics.add(counts, FALLEN, 1);
}

const raise = (count: number, to: number): void => {
  if (Atomics.load(counts, count) < to) Atomics.store(counts, count, to);
};
