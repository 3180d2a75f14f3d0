import { dirname } from "node:path";
import { Interpreter, type InterpreterOptions, type Reply } from "../language/interpreter.ts";
import { hasTag, type CodeCell, type Notebook } from "./nbformat/notebook.ts";
import { CellOutputs, type Displays } from "./outputs.ts";

export interface RunOptions {
  typecheck: NonNullable<InterpreterOptions["typecheck"]>;
  /** Interrupts the running cell, which then fails. */
  signal: AbortSignal;
  /** Called before a cell runs, with its number counted from 1. */
  onCell: (number: number) => void;
}

/** The cell at which a notebook stopped. */
export interface Failure {
  cell: CodeCell;
  /** The cell's place in the notebook, counted from 1. */
  number: number;
  error: Extract<Reply, { status: "error" }>;
}

/**
 * Runs the code cells of a notebook in turn and puts their outputs into it. Stops at the first that fails, unless it is tagged
 * `raises-exception`, and leaves the cells after it as they were. Empty cells and cells tagged `skip-execution` do not run.
 */
export async function runNotebook(notebook: Notebook, path: string, options: RunOptions): Promise<Failure | undefined> {
  const interpreter = new Interpreter({ folder: dirname(path), typecheck: options.typecheck });
  const interrupt = () => interpreter.interrupt();
  options.signal.addEventListener("abort", interrupt);
  try {
    return await runCells(notebook, interpreter, options);
  } finally {
    options.signal.removeEventListener("abort", interrupt);
    await interpreter.dispose();
  }
}

async function runCells(
  notebook: Notebook,
  interpreter: Interpreter,
  options: RunOptions,
): Promise<Failure | undefined> {
  const displays: Displays = new Map();
  let executionCount = 0;
  for (const [index, cell] of notebook.cells.entries()) {
    options.onCell(index + 1);
    if (cell.cell_type !== "code" || hasTag(cell, "skip-execution")) continue;
    const outputs = new CellOutputs(cell, displays);
    cell.execution_count = null;
    if (cell.source.trim() === "") continue;
    cell.execution_count = ++executionCount;
    const reply = await interpreter.execute(cell.source, (output) => outputs.add(output));
    outputs.end(reply);
    const allowed = hasTag(cell, "raises-exception") && !options.signal.aborted;
    if (reply.status === "error" && !allowed) return { cell, number: index + 1, error: reply };
  }
  return undefined;
}
