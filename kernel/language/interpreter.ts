import { statSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { CommMessage, Page, Reply } from "../evaluator/protocol.ts";
import { cellUrl } from "../source/place.ts";
import type { Typecheck } from "../typecheck.ts";
import { readCell, toScript } from "./cell.ts";
import { Checking } from "./checking.ts";
import type { Completeness } from "./completeness.ts";
import type { Kind } from "./declarations.ts";
import { diagnosticReply } from "./diagnostics.ts";
import { Evaluation, type Listener } from "./evaluation.ts";
import { act } from "./magics/act.ts";
import { completeMagic } from "./magics/complete.ts";
import { isCellComplete } from "./magics/completeness.ts";
import { readMagics } from "./magics/read.ts";
import type { Completions } from "./service/completion.ts";
import type { Inspection } from "./service/inspection.ts";

export type { CommMessage, InputRequest, MimeBundle, Output, Reply } from "../evaluator/protocol.ts";
export type { Listener } from "./evaluation.ts";

export interface InterpreterOptions {
  /** Where the notebook lies: cells import from here and run with it as the current directory. */
  folder: string;
  /** The script in that folder which is executed as the only cell, and which errors and import.meta then name. */
  script?: string;
  /** What type errors do: stop the cell before it runs (the default), nothing, or warn on stderr. */
  typecheck?: Typecheck;
  /** Added to the environment of the process that runs cells. */
  environment?: Record<string, string>;
}

export interface ExecuteOptions extends Pick<Listener, "onInput"> {
  /** What a reader calls the cell, "cell 3"; by default how many ran. */
  count?: number;
  /** Cells of one subshell wait for each other, those of two do not. */
  subshell?: string | undefined;
}

/** Runs the cells of a notebook: it checks and rewrites them here, and runs them in a process of their own. */
export class Interpreter {
  private readonly options: InterpreterOptions;
  private readonly checking: Checking;
  private readonly evaluation: Evaluation;
  private readonly queues = new Map<string, Promise<unknown>>();
  private declared = new Map<string, Kind>();
  private tasks = 0;
  private cells = 0;

  constructor(options: InterpreterOptions) {
    const folder = resolve(options.folder);
    if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
      throw new Error(
        `Interpreter: expected folder to be a directory, received "${options.folder}"; pass the folder in which the notebook lies`,
      );
    }
    const script = options.script !== undefined && { script: resolve(folder, options.script) };
    this.options = { ...options, folder, ...script };
    this.checking = new Checking(folder, options.typecheck ?? "on");
    this.evaluation = new Evaluation({ ...this.options, onLost: () => this.forget() });
  }

  /** Runs a cell after the cells before it; all its output has been passed on when this resolves. */
  execute(code: string, onOutput: Listener["onOutput"], options: ExecuteOptions = {}): Promise<Reply> {
    const { subshell = "", onInput, count } = options;
    const reply = (this.queues.get(subshell) ?? Promise.resolve()).then(() => {
      const cell = ++this.cells;
      return this.run(code, ++this.tasks, count ?? cell, { onOutput, onInput });
    });
    this.queues.set(
      subshell,
      reply.catch(() => {}),
    );
    return reply;
  }

  /** The value of an expression by what the cells have declared, unchecked; it does not count as a cell, and its output is that of the one before. */
  async evaluate(expression: string, onOutput: Listener["onOutput"]): Promise<Reply> {
    const number = ++this.tasks;
    const source = `(${expression}\n)`;
    const cell = readCell(source, this.declared);
    if ("errors" in cell) return diagnosticReply(cell.ename, cellUrl(0), source, cell.errors);
    return this.evaluation.run(number, toScript(number, cellUrl(0), cell, this.declared), { onOutput });
  }

  /** Whether a console should run what has been typed, or wait for more. */
  isComplete(code: string): Completeness {
    return isCellComplete(code, this.declared.keys());
  }

  /** What may be written at an offset into a code that has not run yet, also while a cell runs. */
  async complete(code: string, offset: number): Promise<Completions> {
    const names = [...this.declared.keys()];
    return completeMagic(code, offset, names) ?? this.checking.service.complete(readMagics(code, names).masked, offset);
  }

  /** What the name or the call at an offset is, also while a cell runs; 1 also says where it is defined, and shows how. */
  inspect(code: string, offset: number, detail: 0 | 1): Promise<Inspection | undefined> {
    return this.checking.service.inspect(readMagics(code, this.declared.keys()).masked, offset, detail);
  }

  /** Gives a message from the frontend to the cell that opened the comm, also while another cell awaits. */
  comm(message: CommMessage, onOutput: Listener["onOutput"]): Promise<Reply> {
    return this.evaluation.comm(++this.tasks, message, { onOutput });
  }

  /** The targets of the comms that are open, by the comms' ids. */
  get comms(): ReadonlyMap<string, string> {
    return this.evaluation.comms;
  }

  /** Ends the running cells; variables keep their values. */
  interrupt(): void {
    this.checking.interrupt();
    this.evaluation.interrupt();
  }

  /** Forgets every cell. */
  async restart(): Promise<void> {
    await this.evaluation.restart();
    this.forget();
  }

  /** Waits, as Node does for a script, until nothing is left that was begun; the exit code. An interrupt ends the waiting. */
  finish(): Promise<number> {
    return this.evaluation.finish();
  }

  /** Ends every process of this interpreter. */
  async dispose(): Promise<void> {
    await Promise.all([this.evaluation.dispose(), this.checking.service.dispose()]);
  }

  private async run(source: string, number: number, count: number, listener: Listener): Promise<Reply> {
    const url = this.url(count);
    const cell = readCell(source, this.declared);
    if ("errors" in cell) return diagnosticReply(cell.ename, url, source, cell.errors);
    const actor = {
      restart: () => this.restart(),
      inspect: this.inspect.bind(this),
      checking: this.checking,
      run: (javascript: string) => this.evaluation.run(++this.tasks, { url, javascript, source, maps: [] }, listener),
      listener,
    };
    const payload: Page[] = [];
    for (const action of cell.actions) {
      const outcome = await act(action, actor);
      if (outcome && "status" in outcome) return outcome;
      if (outcome) payload.push(outcome);
    }
    const { masked, declarations, imports } = cell;
    const served = { number, url, source: masked, declarations, imports };
    const stopped = await this.checking.check(served, source, listener);
    if (stopped) return stopped;
    const script = toScript(number, url, cell, this.declared);
    this.checking.service.keep(served);
    const reply = await this.evaluation.run(number, script, listener);
    return reply.status === "ok" && payload.length > 0 ? { ...reply, payload } : reply;
  }

  private url(count: number): string {
    const { script } = this.options;
    return script === undefined ? cellUrl(count) : pathToFileURL(script).href;
  }

  private forget(): void {
    this.declared = new Map();
    this.checking.service.forget();
  }
}
