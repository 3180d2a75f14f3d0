import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { getCompileCacheDir } from "node:module";
import { extname } from "node:path";
import type { Duplex, Readable, Writable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { sourceConditions } from "./conditions.ts";
import { describe, describeCut, endGroup, exit, isOutOfMemory } from "./ending.ts";
import { interruptedReply } from "./interrupted.ts";
import { Order } from "./order.ts";
import {
  type CommMessage,
  FRAMES,
  type InputAnswer,
  type InputRequest,
  type Message,
  type Output,
  type Reply,
  type Request,
  REQUESTS,
  type Script,
  type Signal,
  SIGNALS,
} from "./protocol.ts";

export interface EvaluatorOptions {
  folder: string;
  /** The script that runs as the only cell, if one does. */
  script?: string;
  environment?: Record<string, string>;
  /** Gets what a task puts out, also after its end. A promise holds back what follows until it resolves. */
  onOutput: (number: number, output: Output) => void | Promise<void>;
  onInput: (number: number, request: InputRequest) => Promise<InputAnswer>;
  /** Called once, when the process ends though nobody asked for it; says what happened and whether a cell ran and is told so. */
  onDeath: (reason: string, running: boolean) => void;
}

/** A running evaluator process, seen from the kernel. */
export class Evaluator {
  private readonly child: ChildProcess;
  private readonly options: EvaluatorOptions;
  private readonly gone: Promise<number | null>;
  private readonly waiting = new Map<number, (reply: Reply) => void>();
  /** How many requests have been sent. */
  private requests = 0;
  /** Interrupts asked for and done: a task that starts in between would be hit, too. */
  private interrupts = { asked: 0, done: 0 };
  private calm = Promise.withResolvers<void>();
  /** Tasks that are to be interrupted. */
  private readonly stopped = new Set<number>();
  private held = 0;
  private disposed = false;
  private cut = false;
  private outOfMemory = false;

  constructor(options: EvaluatorOptions) {
    this.options = options;
    const secret = `\u001B_${randomUUID()}`;
    const order = new Order(secret, (message) => this.receive(message));
    const cache = getCompileCacheDir();
    this.child = spawn(
      process.execPath,
      [...flags(), main(), ...(options.script === undefined ? [] : [options.script])],
      {
        cwd: options.folder,
        env: {
          ...process.env,
          ...options.environment,
          SEPCONV_MARK: secret,
          ...(cache !== undefined && { NODE_COMPILE_CACHE: cache }),
        },
        stdio: ["ignore", "pipe", "pipe", "pipe", "pipe", "pipe"],
        // a group of its own: a terminal's Ctrl+C is for the kernel to pass on, and the group ends together
        detached: true,
        windowsHide: true,
      },
    );
    this.child.stdout?.on("data", (chunk: Buffer) => order.raw("stdout", chunk));
    this.child.stderr?.on("data", (chunk: Buffer) => {
      this.outOfMemory ||= isOutOfMemory(chunk);
      order.raw("stderr", chunk);
    });
    (this.pipe(FRAMES) as Readable).on("data", (chunk: Buffer) => order.framed(chunk));
    // writing to a process that has just died is reported by its exit
    for (const pipe of [REQUESTS, SIGNALS]) (this.pipe(pipe) as Duplex).on("error", () => {}).resume();
    for (const pipe of [FRAMES, REQUESTS, SIGNALS])
      (this.pipe(pipe) as Duplex).once("end", () => void this.expectExit());
    this.gone = this.watch(order);
  }

  /** Runs a cell; all that it put out has been passed on when this resolves. */
  run(number: number, script: Script): Promise<Reply> {
    return this.ask({ type: "run", number, script });
  }

  /** Gives a message of the frontend's to the cell that has opened the comm. */
  comm(number: number, message: CommMessage): Promise<Reply> {
    return this.ask({ type: "comm", number, message });
  }

  /** Stops all that runs. */
  interrupt(): void {
    if (this.disposed) {
      endGroup(this.child);
      return;
    }
    if (this.isCalm()) this.calm = Promise.withResolvers();
    this.interrupts.asked++;
    for (const number of this.waiting.keys()) this.stopped.add(number);
    // a cell that has stopped its own process, as Ctrl+Z would, hears nothing
    if (process.platform !== "win32") this.child.kill("SIGCONT");
    this.signal({ type: "interrupt", requests: this.requests });
  }

  /** Lets the process end by itself once nothing is left that its cells began; its exit code, if it was not killed. */
  finish(): Promise<number | null> {
    this.disposed = true;
    (this.pipe(REQUESTS) as Writable).end();
    return this.gone;
  }

  async dispose(): Promise<void> {
    this.disposed = true;
    endGroup(this.child);
    await this.gone;
  }

  /** The types of Node know five descriptors. */
  private pipe(descriptor: number): unknown {
    return this.child.stdio[descriptor];
  }

  private async ask(request: Request): Promise<Reply> {
    const reply = new Promise<Reply>((resolve) => this.waiting.set(request.number, resolve));
    while (!this.isCalm()) await this.calm.promise;
    if (!this.waiting.has(request.number)) return reply;
    this.requests++;
    (this.pipe(REQUESTS) as Writable).write(toLine(request));
    return reply;
  }

  private signal(signal: Signal): void {
    (this.pipe(SIGNALS) as Writable).write(toLine(signal));
  }

  private receive(message: Message): void {
    switch (message.type) {
      case "output":
        this.hold(this.options.onOutput(message.number, message.output));
        break;
      case "input":
        void this.options
          .onInput(message.number, message.request)
          .then((answer) => this.signal({ type: "input", id: message.id, answer }));
        break;
      case "reply":
        this.settle(message.number, message.reply);
        break;
      case "interrupted":
        this.interrupts.done = Math.max(message.upTo, this.interrupts.done);
        if (this.isCalm()) this.calmDown();
        break;
    }
  }

  private isCalm(): boolean {
    return this.interrupts.done >= this.interrupts.asked;
  }

  /** Answers for the tasks that an interrupt hit before they began, or when they were about to answer. */
  private calmDown(): void {
    for (const number of this.stopped) this.settle(number, interruptedReply());
    this.stopped.clear();
    this.calm.resolve();
  }

  /** Reads no more until those who listen can take more. */
  private hold(ready: void | Promise<void>): void {
    if (!ready) return;
    const pipes = [this.child.stdout, this.child.stderr, this.pipe(FRAMES) as Readable];
    this.held++;
    for (const pipe of pipes) pipe?.pause();
    void ready.then(() => {
      if (--this.held === 0) for (const pipe of pipes) pipe?.resume();
    });
  }

  /** Pipes end with the process. Else a cell has closed its end of one, and can be neither heard nor stopped any more. */
  private async expectExit(): Promise<void> {
    if (this.disposed || (await Promise.race([this.gone, sleep(PIPE_MS, LATE, { ref: false })])) !== LATE) return;
    this.cut = true;
    endGroup(this.child);
  }

  private settle(number: number, reply: Reply): void {
    const resolve = this.waiting.get(number);
    this.waiting.delete(number);
    resolve?.(reply);
  }

  private async watch(order: Order): Promise<number | null> {
    // it may come at once with the exit
    const closed = new Promise<void>((resolve) => this.child.once("close", () => resolve()));
    const [code, signal] = await exit(this.child);
    endGroup(this.child);
    // pipes that a process of the user's still holds never close: what the evaluator itself wrote is there soon
    do await Promise.race([closed, sleep(CLOSE_MS, undefined, { ref: false })]);
    while (this.held > 0);
    order.end();
    for (const pipe of this.child.stdio) pipe?.destroy();
    const reason = this.cut ? describeCut() : describe(code, signal, this.outOfMemory && signal !== null);
    if (!this.disposed) this.options.onDeath(reason, this.waiting.size > 0);
    const traceback = [`EvaluatorExit: ${reason}`];
    const exitCode = code !== null && { exitCode: code };
    for (const number of this.waiting.keys())
      this.settle(number, { status: "error", ename: "EvaluatorExit", evalue: reason, traceback, ...exitCode });
    this.interrupts.done = this.interrupts.asked;
    this.calmDown();
    return code;
  }
}

/** JSON on a line of its own, also for readers to whom U+2028 and U+2029 end a line. */
const toLine = (value: Request | Signal): string =>
  `${JSON.stringify(value).replaceAll("\u2028", "\\u2028").replaceAll("\u2029", "\\u2029")}\n`;

const CLOSE_MS = 200;
/** How long the end of a process may come after that of its pipes. */
const PIPE_MS = 2000;
const LATE = Symbol("late");
/** Terminating a timer's callback would trip the check that the first flag turns off, and abort the process. */
const flags = (): string[] => [
  "--no-force-async-hooks-checks",
  ...sourceConditions().map((condition) => `--conditions=${condition}`),
];

const main = (): string => fileURLToPath(new URL(`./main${extname(import.meta.url)}`, import.meta.url));
