import { dirname } from "node:path";
import type { Interpreter, Reply } from "../language/interpreter.ts";
import { hasTag, type CodeCell, type Notebook } from "./nbformat/notebook.ts";
import { CellOutputs, type Displays } from "./outputs.ts";
import { Refusal } from "../refusal.ts";
import { afterRun, withInterpreter, type SessionOptions } from "./session.ts";

export interface RunOptions extends SessionOptions {
  /** Called before a cell runs, with its number counted from 1. */
  onCell: (number: number) => void;
}

/** How far a notebook came. */
export interface Run {
  /** How many code cells ran, the failed one included. */
  ran: number;
  failure?: Failure;
}

/** The cell at which a notebook stopped. */
export interface Failure {
  cell: CodeCell;
  /** The cell's place in the notebook, counted from 1. */
  number: number;
  error: Extract<Reply, { status: "error" }>;
}

/** @throws Refusal  when a notebook says that it is in another language than this kernel's */
export function requireTypeScript({ metadata }: Notebook, path: string): void {
  const { language_info, kernelspec } = metadata as Record<string, { name?: unknown; language?: unknown } | undefined>;
  const language = language_info?.name ?? kernelspec?.language;
  if (language === undefined || /^(?:type|java)script$/iu.test(String(language))) return;
  throw new Refusal(
    `${path}: expected a TypeScript notebook, received one in ${language}; run it with: jupyter execute`,
  );
}

/**
 * Runs the code cells of a notebook in turn and puts their outputs into it. Stops at the first that fails, unless it is tagged
 * `raises-exception`, and leaves the cells after it as they were. Empty cells and cells tagged `skip-execution` do not run.
 */
export const runNotebook = (notebook: Notebook, path: string, options: RunOptions): Promise<Run> =>
  withInterpreter({ folder: dirname(path) }, options, (interpreter) => runCells(notebook, interpreter, options));

const STOPPED: Failure["error"] = {
  status: "error",
  ename: "Interrupted",
  evalue: "the run was stopped before this cell",
  traceback: ["Interrupted: the run was stopped before this cell"],
};

async function runCells(notebook: Notebook, interpreter: Interpreter, options: RunOptions): Promise<Run> {
  const displays: Displays = new Map();
  let ran = 0;
  for (const [index, cell] of notebook.cells.entries()) {
    options.onCell(index + 1);
    if (cell.cell_type !== "code" || hasTag(cell, "skip-execution")) continue;
    if (options.signal.aborted) return { ran, failure: { cell, number: index + 1, error: STOPPED } };
    const outputs = new CellOutputs(cell, displays);
    cell.execution_count = null;
    if (cell.source.trim() === "") continue;
    cell.execution_count = ++ran;
    const reply = afterRun(await interpreter.execute(cell.source, (output) => outputs.add(output)), options);
    outputs.end(reply);
    const allowed = hasTag(cell, "raises-exception") && !options.signal.aborted;
    if (reply.status === "error" && !allowed) return { ran, failure: { cell, number: index + 1, error: reply } };
  }
  return { ran };
}
