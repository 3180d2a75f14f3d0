import { currentCell } from "../current.ts";
import { Promise, Set } from "../intrinsics.ts";

/** Displays that still wait for what is asynchronous in them, by the cell that began them. */
const pending = new Map<number, Set<Promise<void>>>();

/** Keeps a display of the current cell until it is out; its error is the cell's. */
export function keepPending(sent: Promise<void>): void {
  const cell = currentCell();
  const displays = pending.get(cell) ?? new Set();
  pending.set(cell, displays);
  const settled: Promise<void> = sent.finally(() => displays.delete(settled));
  displays.add(settled);
}

/** Resolves when every display that a cell began is out. */
export async function settleDisplays(cell: number = currentCell()): Promise<void> {
  while (pending.get(cell)?.size) await Promise.all(pending.get(cell) ?? []);
}

/** Lets go of the displays of a cell that has ended. */
export const forgetDisplays = (cell: number = currentCell()): void => void pending.delete(cell);
