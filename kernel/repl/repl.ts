import { Interpreter, type InterpreterOptions, type Output, type Reply } from "../language/interpreter.ts";
import { print, printBundle, printError } from "../runner/print.ts";
import { History } from "../server/history/history.ts";
import { Editor } from "./editor.ts";

/** How many former cells can be recalled. */
const RECALLED = 1000;

const HELP = `A cell may have several lines: it runs when it is whole. Tab completes, the arrows recall former cells.
Ctrl-C stops a running cell and keeps the variables, or clears what is typed; Ctrl-D or .exit leaves.`;

/** Runs cells that are typed at the terminal until the user leaves; the exit code. */
export async function repl(options: InterpreterOptions): Promise<number> {
  const history = new History();
  const interpreter = new Interpreter(options);
  const session = new Session(interpreter, history);
  try {
    return await session.run();
  } finally {
    session.close();
    history.close();
    await interpreter.dispose();
  }
}

class Session {
  readonly #interpreter: Interpreter;
  readonly #history: History;
  readonly #editor: Editor;
  /** Whether a cell's output ended within a line, which a prompt would wipe out. */
  #withinLine = false;

  constructor(interpreter: Interpreter, history: History) {
    this.#interpreter = interpreter;
    this.#history = history;
    this.#editor = new Editor({
      isComplete: (code) => interpreter.isComplete(code),
      complete: async (code, offset) => {
        const { matches, start } = await interpreter.complete(code, offset);
        return [matches.map(({ text }) => text), code.slice(start, offset)];
      },
      history: history
        .tail({ n: RECALLED })
        .map(([, , source]) => String(source))
        .toReversed(),
      onInterrupt: () => interpreter.interrupt(),
    });
    process.once("SIGTERM", this.#end);
    process.once("SIGHUP", this.#end);
  }

  async run(): Promise<number> {
    for (let number = 1; ; number++) {
      const cell = await this.#editor.read();
      switch (cell?.trim()) {
        case undefined:
        case ".exit":
          return 0;
        case ".help":
          console.log(HELP);
          break;
        default:
          this.#history.record(number, cell!);
          await this.#execute(cell!);
      }
    }
  }

  close(): void {
    this.#editor.close();
    process.off("SIGTERM", this.#end);
    process.off("SIGHUP", this.#end);
  }

  async #execute(cell: string): Promise<void> {
    const reply = await this.#interpreter.execute(cell, (output) => this.#print(output), {
      onInput: ({ prompt, password }) => this.#editor.ask(prompt, password),
    });
    if (this.#withinLine) process.stdout.write("\n");
    this.#withinLine = false;
    this.#show(reply);
  }

  #print(output: Output): Promise<void> {
    if (output.msg_type === "stream") this.#withinLine = !output.content.text.endsWith("\n");
    return this.#editor.interject(() => print(output));
  }

  #show(reply: Reply): void {
    if (reply.status === "error") return printError(reply.traceback.join("\n"));
    if (reply.result !== undefined) printBundle(reply.result.data);
    for (const { data } of reply.payload ?? []) printBundle(data);
  }

  #end = (): void => {
    this.#interpreter.interrupt();
    this.#editor.close();
  };
}
