import { Evaluator } from "../evaluator/host.ts";
import type { Output, Reply } from "../evaluator/protocol.ts";
import type { Kind } from "./declarations.ts";
import { diagnosticReply } from "./diagnostics.ts";
import { isComplete } from "./completeness.ts";
import { parseCell, syntaxErrors } from "./parse.ts";
import { rewrite } from "./rewrite.ts";
import { transpile } from "./transpile.ts";

export type { MimeBundle, Output, Reply } from "../evaluator/protocol.ts";

export interface InterpreterOptions {
  /** Where the notebook lies: cells import from here and run with it as the current directory. */
  folder: string;
  /** What type errors do: stop the cell before it runs (the default), nothing, or warn on stderr. */
  typecheck?: "on" | "off" | "warn";
  /** Added to the environment of the process that runs cells. */
  environment?: Record<string, string>;
}

/** Runs the cells of a notebook: it checks and rewrites them here, and runs them in a process of their own. */
export class Interpreter {
  private readonly options: InterpreterOptions;
  private evaluator: Evaluator;
  private queue: Promise<unknown> = Promise.resolve();
  private onOutput: (output: Output) => void = () => {};
  private declared = new Map<string, Kind>();
  private cells = 0;

  constructor(options: InterpreterOptions) {
    this.options = options;
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
  isComplete(code: string): ReturnType<typeof isComplete> {
    return isComplete(code);
  }

  /** Ends the running cell; its variables keep their values. */
  interrupt(): void {
    this.evaluator.interrupt();
  }

  /** Forgets every cell. */
  async restart(): Promise<void> {
    await this.evaluator.dispose();
    this.declared = new Map();
    this.evaluator = this.startEvaluator();
  }

  /** Ends every process of this interpreter. */
  async dispose(): Promise<void> {
    await this.evaluator.dispose();
  }

  private async run(source: string, number: number): Promise<Reply> {
    const errors = syntaxErrors(parseCell(source));
    if (errors.length > 0) return diagnosticReply("SyntaxError", number, source, errors);
    const transpiled = transpile("cell.ts", source);
    const { javascript, map, declared } = rewrite(transpiled.javascript, this.declared);
    for (const [name, kind] of declared) this.declared.set(name, kind);
    return this.evaluator.run({ number, javascript, source, maps: [map, transpiled.map] });
  }

  private startEvaluator(): Evaluator {
    const { folder, environment } = this.options;
    return new Evaluator({
      folder,
      ...(environment && { environment }),
      onOutput: (output) => this.onOutput(output),
      onDeath: () => {
        this.declared = new Map();
        this.evaluator = this.startEvaluator();
      },
    });
  }
}
