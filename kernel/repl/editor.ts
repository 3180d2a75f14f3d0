import { createInterface, type CompleterResult, type Interface } from "node:readline";
import { Terminal } from "../terminal/terminal.ts";

const PROMPT = "> ";
// what Node's line editor shows before the further lines of a cell that is recalled
const CONTINUATION = "| ";
const TAB = "  ";
// a terminal then says where a paste begins and ends
const MARK_PASTES = "\u001B[?2004h";
const DO_NOT_MARK_PASTES = "\u001B[?2004l";

export interface EditorOptions {
  isComplete: (code: string) => { status: string; indent?: string };
  /** What may stand at an offset, and how much of the code before it would be replaced. */
  complete: (code: string, offset: number) => Promise<CompleterResult>;
  /** Former cells, the latest first. */
  history: string[];
  /** Ctrl-C while no cell is being typed. */
  onInterrupt: () => void;
}

interface Question {
  abort: () => void;
  refuse: (reason: Error) => void;
}

/** Reads cells from the terminal: several lines each, with history, completion and pasted blocks. */
export class Editor {
  readonly #options: EditorOptions;
  readonly #terminal = new Terminal();
  readonly #readline: Interface;
  readonly #history: string[];
  /** The line editor's own history. */
  #kept: string[] = [];
  /** Lines of the cell that is being typed. */
  #lines: string[] = [];
  /** Lines typed ahead, while a cell runs. */
  #ahead: string[] = [];
  #pasting = false;
  #leaving = false;
  #closed = false;
  #finish: ((cell: string | undefined) => void) | undefined;
  #question: Question | undefined;

  constructor(options: EditorOptions) {
    this.#options = options;
    this.#history = options.history.map(recallable);
    this.#readline = createInterface({
      input: process.stdin,
      output: this.#terminal,
      prompt: PROMPT,
      history: [...this.#history],
      historySize: Infinity,
      completer: this.#complete,
    });
    // the line editor keeps each line, and answers to questions: we keep cells
    this.#readline.on("history", (kept) => {
      this.#kept = kept;
      this.#keepCells();
    });
    this.#readline.on("line", (line) => this.#take(line));
    this.#readline.on("SIGINT", this.#interrupt);
    this.#readline.on("close", this.#end);
    process.on("SIGINT", this.#interrupt);
    process.stdin.on("keypress", this.#notePaste);
    if (this.#terminal.isTTY) this.#terminal.write(MARK_PASTES);
  }

  /** The next cell; undefined when there will be none. */
  read(): Promise<string | undefined> {
    return new Promise((resolve) => {
      if (this.#closed) return resolve(undefined);
      this.#finish = resolve;
      this.#show(PROMPT);
      for (const line of this.#ahead.splice(0)) this.#take(line);
    });
  }

  /** What the user types in answer to a running cell. */
  ask(prompt: string, password: boolean): Promise<string> {
    return new Promise((resolve, refuse) => {
      if (this.#closed) return refuse(new Error("expected an answer, received the end of the input"));
      const aborter = new AbortController();
      this.#question = { abort: () => aborter.abort(), refuse };
      this.#readline.question(prompt, { signal: aborter.signal }, (answer) => {
        if (this.#terminal.muted) this.#mute(false);
        this.#question = undefined;
        resolve(answer);
      });
      this.#terminal.muted = password;
    });
  }

  /** Writes something, and below it again what is being typed. */
  async interject(write: () => Promise<void>): Promise<void> {
    if (this.#finish === undefined) return write();
    this.#terminal.write("\r\u001B[J");
    await write();
    this.#readline.prompt(true);
  }

  close(): void {
    this.#readline.close();
  }

  #take(line: string): void {
    if (this.#finish === undefined) {
      this.#ahead.push(line);
      return;
    }
    this.#leaving = false;
    this.#lines.push(...line.split(/\r\n?|\n/));
    const cell = this.#lines.join("\n");
    const { status, indent = "" } = this.#pasting ? { status: "incomplete" } : this.#options.isComplete(cell);
    if (status === "incomplete") {
      this.#show(CONTINUATION);
      if (!this.#pasting) this.#readline.write(indent);
    } else if (cell.trim() === "") {
      this.#lines = [];
      this.#show(PROMPT);
    } else {
      this.#remember(cell);
      this.#settle(cell);
    }
  }

  #settle(cell: string | undefined): void {
    const finish = this.#finish;
    this.#finish = undefined;
    this.#lines = [];
    finish?.(cell);
  }

  #remember(cell: string): void {
    const entry = recallable(cell);
    if (this.#history[0] !== entry) this.#history.unshift(entry);
    this.#keepCells();
  }

  #keepCells(): void {
    this.#kept.splice(0, this.#kept.length, ...this.#history);
  }

  #show(prompt: string): void {
    this.#readline.setPrompt(prompt);
    this.#readline.prompt();
  }

  #mute(muted: boolean): void {
    this.#terminal.muted = muted;
    this.#terminal.write("\n");
  }

  #complete = (line: string, done: (error: null, result: CompleterResult) => void): void => {
    if (this.#pasting || this.#question !== undefined || line.trim() === "") {
      done(null, [[line + TAB], line]);
      return;
    }
    const before = this.#lines.map((one) => `${one}\n`).join("");
    this.#options.complete(before + this.#readline.line, before.length + line.length).then(
      (found) => done(null, found),
      () => done(null, [[], line]),
    );
  };

  #interrupt = (): void => {
    if (this.#question) {
      const { abort, refuse } = this.#question;
      abort();
      this.#question = undefined;
      if (this.#terminal.muted) this.#mute(false);
      refuse(new Error("expected an answer, received Ctrl-C"));
    }
    if (this.#finish === undefined) return this.#options.onInterrupt();
    const empty = this.#lines.length === 0 && this.#readline.line === "";
    if (empty && this.#leaving) return this.close();
    this.#leaving = empty;
    this.#lines = [];
    this.#readline.write(null, { ctrl: true, name: "e" });
    this.#readline.write(null, { ctrl: true, name: "u" });
    this.#terminal.write(empty ? "\n(Ctrl-C again, Ctrl-D or .exit leaves)\n" : "\n");
    this.#show(PROMPT);
  };

  #notePaste = (_text: string | undefined, { name }: { name?: string }): void => {
    if (name === "paste-start") this.#pasting = true;
    if (name === "paste-end") this.#pasting = false;
  };

  #end = (): void => {
    this.#closed = true;
    if (this.#terminal.isTTY) this.#terminal.write(DO_NOT_MARK_PASTES);
    if (this.#finish !== undefined) this.#terminal.write("\n");
    process.off("SIGINT", this.#interrupt);
    process.stdin.off("keypress", this.#notePaste);
    this.#question?.refuse(new Error("expected an answer, received the end of the input"));
    this.#settle(undefined);
  };
}

/** A cell as Node's line editor keeps it in its history: in one line, the last of its lines first. */
const recallable = (cell: string): string => cell.split("\n").toReversed().join("\r");
