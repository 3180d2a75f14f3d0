import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { extname } from "node:path";
import type { Duplex, Readable, Writable } from "node:stream";
import { fileURLToPath } from "node:url";
import { sourceConditions } from "./conditions.ts";
import { Order } from "./order.ts";
import {
  FRAMES,
  INTERRUPTS,
  type Message,
  type Output,
  type Reply,
  type Request,
  REQUESTS,
  type Script,
} from "./protocol.ts";

export interface EvaluatorOptions {
  folder: string;
  /** The script that runs as the only cell, if one does. */
  script?: string;
  environment?: Record<string, string>;
  onOutput: (output: Output) => void;
  /** Called once, when the process ends though nobody asked for it; says what happened and whether a cell ran and is told so. */
  onDeath: (reason: string, running: boolean) => void;
}

/** A running evaluator process, seen from the kernel. */
export class Evaluator {
  private readonly child: ChildProcess;
  private readonly options: EvaluatorOptions;
  private readonly gone: Promise<number | null>;
  private waiting: { number: number; resolve: (reply: Reply) => void } | undefined;
  private interrupts = 0;
  private disposed = false;

  constructor(options: EvaluatorOptions) {
    this.options = options;
    const mark = `\u001B_${randomUUID()}\u001B\\`;
    const order = new Order(mark, (message) => this.receive(message));
    this.child = spawn(
      process.execPath,
      [...flags(), main(), ...(options.script === undefined ? [] : [options.script])],
      {
        cwd: options.folder,
        env: { ...process.env, ...options.environment, SEPCONV_MARK: mark },
        stdio: ["ignore", "pipe", "pipe", "pipe", "pipe", "pipe"],
        // a group of its own: a terminal's Ctrl+C is for the kernel to pass on, and the group ends together
        detached: true,
        windowsHide: true,
      },
    );
    this.child.stdout?.on("data", (chunk: Buffer) => order.raw("stdout", chunk));
    this.child.stderr?.on("data", (chunk: Buffer) => order.raw("stderr", chunk));
    (this.pipe(FRAMES) as Readable).on("data", (chunk: Buffer) => order.framed(chunk));
    // writing to a process that has just died is reported by its exit
    for (const pipe of [REQUESTS, INTERRUPTS]) (this.pipe(pipe) as Duplex).on("error", () => {}).resume();
    this.gone = this.watch(order);
  }

  /** Runs a cell; all that it put out has been passed on when this resolves. */
  run(cell: Script): Promise<Reply> {
    return new Promise((resolve) => {
      this.waiting = { number: cell.number, resolve };
      this.request({ type: "run", script: cell });
    });
  }

  interrupt(): void {
    if (this.disposed) {
      endGroup(this.child);
      return;
    }
    this.interrupts++;
    this.request({ type: "interrupt", ticket: this.interrupts });
    (this.pipe(INTERRUPTS) as Writable).write(".");
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

  private request(request: Request): void {
    (this.pipe(REQUESTS) as Writable).write(`${JSON.stringify(request)}\n`);
  }

  private receive(message: Message): void {
    if (message.type === "output") this.options.onOutput(message.output);
    if (message.type === "reply" && message.number === this.waiting?.number) this.settle(message.reply);
  }

  private settle(reply: Reply): void {
    const waiting = this.waiting;
    this.waiting = undefined;
    waiting?.resolve(reply);
  }

  private async watch(order: Order): Promise<number | null> {
    const [code, signal] = await exit(this.child);
    endGroup(this.child);
    await closed(this.child);
    order.end();
    for (const pipe of this.child.stdio) pipe?.destroy();
    const reason = describe(code, signal);
    if (!this.disposed) this.options.onDeath(reason, this.waiting !== undefined);
    const traceback = [`EvaluatorExit: ${reason}`];
    this.settle({
      status: "error",
      ename: "EvaluatorExit",
      evalue: reason,
      traceback,
      ...(code !== null && { exitCode: code }),
    });
    return code;
  }
}

/** Ends the process with all that its cells started. */
function endGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(process.platform === "win32" ? pid : -pid, "SIGKILL");
  } catch {
    // nothing of it runs any more
  }
}

function exit(child: ChildProcess): Promise<[code: number | null, signal: string | null | Error]> {
  return new Promise((resolve) => {
    child.once("exit", (code, signal) => resolve([code, signal]));
    child.once("error", (error) => resolve([null, error]));
  });
}

/** Pipes that a process of the user's still holds never close: what the evaluator itself wrote is there soon. */
function closed(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, 200);
    child.once("close", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

function describe(code: number | null, signal: string | null | Error): string {
  const lost = "a fresh one runs the next cells, and the variables of earlier cells are lost";
  if (signal instanceof Error) return `the process that runs cells could not start (${signal.message})`;
  if (signal === "SIGABRT")
    return `the process that runs cells aborted, as Node does when it runs out of memory; ${lost}`;
  if (signal) return `the process that runs cells was ended by ${signal}; ${lost}`;
  return `the process that runs cells ended with exit code ${code}, as process.exit(${code}) does; ${lost}`;
}

/** Terminating a timer's callback would trip the check that the first flag turns off, and abort the process. */
const flags = (): string[] => [
  "--no-force-async-hooks-checks",
  ...sourceConditions().map((condition) => `--conditions=${condition}`),
];

const main = (): string => fileURLToPath(new URL(`./main${extname(import.meta.url)}`, import.meta.url));
