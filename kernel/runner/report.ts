import type { Reply } from "../language/interpreter.ts";
import { filesOf, type Destinations } from "./destinations.ts";
import type { Notebook } from "./nbformat/notebook.ts";
import type { Failure } from "./notebook.ts";
import { parameterAt } from "./parameters.ts";

/** What ran in how long, and where it was written. */
export function describeRun(path: string, ran: number, seconds: number, destinations: Destinations): string {
  const written = filesOf(destinations).join(", ");
  return `${path}: ${ran} code cells in ${seconds.toFixed(1)} s${written && ` → ${written}`}`;
}

/** Where a notebook stopped, and why. */
export function describeFailure(path: string, { cells }: Notebook, { cell, number, error }: Failure): string {
  const parameter = parameterAt(cell, error.line);
  const what = parameter === undefined ? "" : `, parameter ${parameter}`;
  const where = `cell ${number} of ${cells.length} (In [${cell.execution_count ?? " "}])${at(error.line)}`;
  return `${path}: ${where}${what} failed:\n${error.traceback.join("\n")}`;
}

/** Where a script stopped, and why. */
export const describeScriptFailure = (path: string, { line, traceback }: Extract<Reply, { status: "error" }>): string =>
  `${path}${at(line)} failed:\n${traceback.join("\n")}`;

const at = (line: number | undefined) => (line === undefined ? "" : `, line ${line}`);
