/** What may be said in a row, and how long it takes until as much may be said again. */
const LINES = 20;
const EVERY_MS = 10_000;
const LONGEST = 500;

let said = 0;
let unsaid = 0;

/**
 * Says on stderr that a message was dropped or not understood. Jupyter keeps what kernels say in its log, and anybody who
 * reaches a port can send nonsense for ever: after twenty lines the others are counted, and the count is said every ten seconds.
 */
export function warn(text: string): void {
  if (said === 0) setTimeout(summarise, EVERY_MS).unref();
  said += 1;
  if (said <= LINES) console.error(`sepconv: ${text.slice(0, LONGEST)}`);
  else unsaid += 1;
}

function summarise(): void {
  if (unsaid > 0) console.error(`sepconv: ${unsaid} more messages were dropped or not understood`);
  said = 0;
  unsaid = 0;
}
