import { statSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { Evaluator } from "../evaluator/host.ts";
import { cellUrl } from "../evaluator/place.ts";
import type { Output, Reply } from "../evaluator/protocol.ts";
import { Checker } from "./checker.ts";
import { type Completeness, isComplete } from "./completeness.ts";
import type { Kind } from "./declarations.ts";
import { diagnosticReply, interruptedReply } from "./diagnostics.ts";
import { importsOf } from "./local-files.ts";
import { type Declaration, outline } from "./outline.ts";
import { parseCell, syntaxErrors } from "./parse.ts";
import { rewrite } from "./rewrite.ts";
import { transpile } from "./transpile.ts";

export type { MimeBundle, Output, Reply } from "../evaluator/protocol.ts";

export interface InterpreterOptions {
  /** Where the notebook lies: cells import from here and run with it as the current directory. */
  folder: string;
  /** The script in that folder which is executed as the only cell, and which errors and import.meta then name. */
  script?: string;
  /** What type errors do: stop the cell before it runs (the default), nothing, or warn on stderr. */
  typecheck?: "on" | "off" | "warn";
  /** Added to the environment of the process that runs cells. */
  environment?: Record<string, string>;
}

/** Runs the cells of a notebook: it checks and rewrites them here, and runs them in a process of their own. */
export class Interpreter {
  private readonly options: InterpreterOptions;
  private readonly checker: Checker | undefined;
  private evaluator: Evaluator | undefined;
  private queue: Promise<unknown> = Promise.resolve();
  private onOutput: (output: Output) => void = () => {};
  private stopChecking: (() => void) | undefined;
  private declared = new Map<string, Kind>();
  private cells = 0;
  private toldOfFailure = false;

  constructor(options: InterpreterOptions) {
    const { folder, script } = options;
    this.options = {
      ...options,
      folder: resolve(folder),
      ...(script !== undefined && { script: resolve(folder, script) }),
    };
    if (!statSync(options.folder, { throwIfNoEntry: false })?.isDirectory()) {
      throw new Error(
        `Interpreter: expected folder to be a directory, received "${options.folder}"; pass the folder in which the notebook lies`,
      );
    }
    this.checker = options.typecheck === "off" ? undefined : new Checker(this.options.folder);
    this.evaluator = this.startEvaluator();
  }

  /** Runs a cell after the cells before it; all its output has been passed on when this resolves. */
  execute(code: string, onOutput: (output: Output) => void): Promise<Reply> {
    const reply = this.queue.then(() => {
      this.onOutput = onOutput;
      return this.run(code, ++this.cells);
    });
    this.queue = reply.catch(() => {});
    return reply;
  }

  /** Whether a console should run what has been typed, or wait for more. */
  isComplete(code: string): Completeness {
    return isComplete(code);
  }

  /** Ends the running cell; its variables keep their values. */
  interrupt(): void {
    if (this.stopChecking) this.stopChecking();
    else this.evaluator?.interrupt();
  }

  /** Forgets every cell. */
  async restart(): Promise<void> {
    await this.evaluator?.dispose();
    this.forget();
    this.evaluator = this.startEvaluator();
  }

  /** Waits, as Node does for a script, until nothing is left that was begun; the exit code. An interrupt ends the waiting. */
  async finish(): Promise<number> {
    return (await this.evaluator?.finish()) ?? 1;
  }

  /** Ends every process of this interpreter. */
  async dispose(): Promise<void> {
    await Promise.all([this.evaluator?.dispose(), this.checker?.dispose()]);
  }

  private async run(source: string, cell: number): Promise<Reply> {
    const url = this.url(cell);
    const parsed = parseCell(source);
    const unparsed = syntaxErrors(parsed.errors);
    if (unparsed.length > 0) return diagnosticReply("SyntaxError", url, source, unparsed);
    const transpiled = transpile("cell.ts", source);
    if (transpiled.errors.length > 0) return diagnosticReply("SyntaxError", url, source, transpiled.errors);
    const declarations = outline(parsed.program, source);
    const stopped = await this.check(cell, source, declarations, importsOf(parsed.module));
    if (stopped) return stopped;
    // an enum is lowered to a var, and must not continue a variable of that name
    for (const { name, form } of declarations) {
      if (form === "declaration" && this.declared.get(name) === "var") this.declared.set(name, "let");
    }
    const { javascript, map, declared } = rewrite(cell, transpiled.javascript, this.declared);
    for (const [name, kind] of declared) this.declared.set(name, kind);
    this.checker?.keep(cell, declarations);
    this.evaluator ??= this.startEvaluator();
    return this.evaluator.run({ number: cell, url, javascript, source, maps: [map, transpiled.map] });
  }

  /** The reply of a cell that its types, or an interrupt meanwhile, keep from running. */
  private async check(
    cell: number,
    source: string,
    declarations: Declaration[],
    imports: string[],
  ): Promise<Reply | undefined> {
    if (!this.checker) return undefined;
    const interrupted = new Promise<undefined>((resolve) => (this.stopChecking = () => resolve(undefined)));
    const errors = await Promise.race([this.checker.check(cell, source, declarations, imports), interrupted]);
    this.stopChecking = undefined;
    if (!errors) return interruptedReply();
    this.tellOfFailure(this.checker.failure);
    if (errors.length === 0) return undefined;
    const reply = diagnosticReply("TypeScriptError", this.url(cell), source, errors);
    if (this.options.typecheck === "warn") {
      this.warn(reply.traceback.join("\n"));
      return undefined;
    }
    await this.checker.discard(cell);
    return reply;
  }

  private url(cell: number): string {
    const { script } = this.options;
    return script === undefined ? cellUrl(cell) : pathToFileURL(script).href;
  }

  private tellOfFailure(failure: string | undefined): void {
    if (failure === undefined || this.toldOfFailure) return;
    this.toldOfFailure = true;
    this.warn(`Types are not checked: TypeScript's language server is not there (${failure}).`);
  }

  private warn(text: string): void {
    this.onOutput({ msg_type: "stream", content: { name: "stderr", text: `${text}\n` } });
  }

  private forget(): void {
    this.declared = new Map();
    this.checker?.forget();
  }

  private startEvaluator(): Evaluator {
    const { folder, script, environment } = this.options;
    return new Evaluator({
      folder,
      ...(script !== undefined && { script }),
      ...(environment && { environment }),
      onOutput: (output) => this.onOutput(output),
      onDeath: (reason, running) => {
        if (!running) this.warn(reason);
        this.forget();
        // the next cell starts another: one that cannot start must not be tried for ever
        this.evaluator = undefined;
      },
    });
  }
}
