import { inspect } from "node:util";

/** Throws what a cell gets for a wrong argument: who refuses, what was expected, what was received, and the remedy. */
export function refuse(who: string, expected: string, received: unknown, remedy: string): never {
  const shown = inspect(received, { depth: 0, maxStringLength: 40, breakLength: Infinity });
  throw new TypeError(`${who}: expected ${expected}, received ${shown}; ${remedy}`);
}
