import type { Measurement } from "../measurement.ts";
import { completion, inspection } from "./assistance.ts";
import { interrupt } from "./interrupt.ts";
import { largeDisplay } from "./large-display.ts";
import { lines } from "./lines.ts";
import { loop } from "./loop.ts";
import { memory } from "./memory.ts";
import { start } from "./start.ts";
import { trivialCell } from "./trivial-cell.ts";
import { typedCell } from "./typed-cell.ts";

/** Everything that is measured, by the name under which it can be asked for, in the order of the table. */
export const measurements: Readonly<Record<string, Measurement<string>>> = {
  start,
  trivial: trivialCell,
  typed: typedCell,
  completion,
  inspection,
  interrupt,
  loop,
  lines,
  display: largeDisplay,
  memory,
};
