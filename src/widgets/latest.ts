import { interruption } from "./kernel-comm.ts";

/** From the first call to the end of the last that waited for it. */
interface Turn {
  isOver: boolean;
}

/**
 * Calls a slow function once at a time: of the values that come while it runs only the latest are used, after it. An interrupt gives it
 * up, whatever it still does, and the next values call it again.
 *
 * @param call   what is slow
 * @param done   gets what came of it, unless it was given up
 * @returns      takes values; its promise is kept when nothing waits any more
 */
export function latest<Values, Result>(
  call: (values: Values) => Promise<Result>,
  done: (result: Result) => Promise<void>,
): (values: Values) => Promise<void> | undefined {
  let waiting: { values: Values } | undefined;
  let turn: Turn | undefined;
  let end: Promise<void> | undefined;

  async function take(own: Turn): Promise<void> {
    // the code that an interrupt stops does not go on, not even to its finally
    interruption()?.addEventListener("abort", () => giveUp(own), { once: true });
    try {
      while (waiting && !own.isOver) {
        const { values } = waiting;
        waiting = undefined;
        const result = await call(values);
        if (!own.isOver) await done(result);
      }
    } finally {
      giveUp(own);
    }
  }

  function giveUp(own: Turn): void {
    own.isOver = true;
    if (turn === own) turn = undefined;
  }

  return (values) => {
    waiting = { values };
    if (!turn) end = take((turn = { isOver: false }));
    return end;
  };
}
