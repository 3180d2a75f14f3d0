import { type ChildProcess, spawn } from "node:child_process";
import { createHmac, randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Dealer, Subscriber } from "zeromq";
import { freePorts } from "../../kernel/wire/free-ports.ts";
import { heldMegabytes } from "../held-memory.ts";

const PORTS = ["shell_port", "control_port", "iopub_port", "stdin_port", "hb_port"] as const;
/** ZeroMQ tries again each 100 ms to connect, which would hide how soon a kernel is there. */
const OPTIONS = { linger: 0, reconnectInterval: 4, receiveHighWaterMark: 0 };

/** How a kernelspec starts a kernel. */
export interface Launch {
  argv: readonly string[];
  folder: string;
  environment: NodeJS.ProcessEnv;
  /** The kernelspec's `interrupt_mode`. */
  interrupts: "message" | "signal";
}

export type Content = Record<string, unknown>;

/** What a kernel published; the content is read only when it is asked for, so that reading it is not measured. */
export interface Output {
  msg_type: string;
  content: () => Content;
  /** From the sending of the request until it was here. */
  milliseconds: number;
}

/** What came of a request. */
export interface Answer {
  content: Content;
  /** Grows still, if the kernel publishes after it said that it is idle. */
  output: Output[];
  /** From the sending until both the reply and the state "idle" were here. */
  milliseconds: number;
}

interface Waiting {
  sent: number;
  content: Content | undefined;
  idle: boolean;
  output: Output[];
  resolve: (answer: Answer) => void;
  reject: (error: Error) => void;
  onBusy: () => void;
}

/** A kernel process and a Jupyter client that adds as little as it can to what is measured. */
export class Kernel {
  /** From the start of the process until kernel_info was answered, in milliseconds. */
  startMilliseconds = 0;
  readonly #launch: Launch;
  readonly #folder: string;
  readonly #key = randomUUID();
  readonly #sockets = { shell: new Dealer(OPTIONS), control: new Dealer(OPTIONS), iopub: new Subscriber(OPTIONS) };
  readonly #waiting = new Map<string, Waiting>();
  #isHeard = false;
  #process!: ChildProcess;

  private constructor(launch: Launch, folder: string) {
    this.#launch = launch;
    this.#folder = folder;
  }

  /** Starts a kernel and waits until its iopub is heard, too. */
  static async start(launch: Launch): Promise<Kernel> {
    const kernel = new Kernel(launch, await mkdtemp(join(tmpdir(), "sepconv-bench-")));
    try {
      const begun = await kernel.#begin();
      await kernel.request("shell", "kernel_info_request", {}, { published: false });
      kernel.startMilliseconds = performance.now() - begun;
      while (!kernel.#isHeard) await kernel.request("shell", "kernel_info_request", {}, { published: false });
      return kernel;
    } catch (error) {
      await kernel.stop();
      throw error;
    }
  }

  /** Runs a cell. @throws  when it fails */
  async execute(code: string, seconds?: number): Promise<Answer> {
    const answer = await this.begin(code, () => {}, seconds);
    if (answer.content.status !== "ok") throw new Error(`the cell failed: ${JSON.stringify(answer.content)}`);
    return answer;
  }

  /** Runs a cell that may fail, and tells when it has begun. */
  begin(code: string, onBusy: () => void, seconds?: number): Promise<Answer> {
    const content = { code, silent: false, store_history: true, user_expressions: {}, allow_stdin: false };
    return this.request("shell", "execute_request", { ...content, stop_on_error: true }, { onBusy, seconds });
  }

  /**
   * Sends a request and waits for its end.
   * @throws  when the kernel ends, or does not answer in time
   */
  async request(
    channel: "shell" | "control",
    msg_type: string,
    content: Content,
    {
      published = true,
      onBusy = () => {},
      seconds = 60,
    }: { published?: boolean; onBusy?: () => void; seconds?: number | undefined } = {},
  ): Promise<Answer> {
    const msg_id = randomUUID();
    const header = {
      msg_id,
      msg_type,
      session: this.#key,
      username: "bench",
      date: new Date().toISOString(),
      version: "5.4",
    };
    const parts = [header, {}, {}, content].map((part) => JSON.stringify(part));
    const signature = createHmac("sha256", this.#key).update(parts.join("")).digest("hex");
    const { promise, resolve, reject } = Promise.withResolvers<Answer>();
    const sent = performance.now();
    this.#waiting.set(msg_id, { sent, content: undefined, idle: !published, output: [], resolve, reject, onBusy });
    const timer = setTimeout(() => reject(new Error(`no answer in ${seconds} s`)), seconds * 1000);
    try {
      await this.#sockets[channel].send(["<IDS|MSG>", signature, ...parts]);
      return await promise;
    } finally {
      clearTimeout(timer);
    }
  }

  /** Interrupts as Jupyter does for this kernel. */
  interrupt(): void {
    if (this.#launch.interrupts === "signal") process.kill(-this.#process.pid!, "SIGINT");
    else this.request("control", "interrupt_request", {}, { published: false }).catch(() => {});
  }

  /** The memory of all its processes. */
  megabytes(): number {
    return heldMegabytes(this.#process.pid!);
  }

  async stop(): Promise<void> {
    for (const socket of Object.values(this.#sockets)) socket.close();
    const { pid, exitCode, signalCode } = this.#process;
    if (pid !== undefined && exitCode === null && signalCode === null) {
      const ended = once(this.#process, "exit");
      this.#process.kill("SIGTERM");
      const killer = setTimeout(() => process.kill(-pid, "SIGKILL"), 2000);
      await ended;
      clearTimeout(killer);
    }
    await rm(this.#folder, { recursive: true });
  }

  /** The time at which the process was started. */
  async #begin(): Promise<number> {
    const file = join(this.#folder, "connection.json");
    const numbers = await freePorts(PORTS.length);
    const ports = Object.fromEntries(PORTS.map((name, index) => [name, numbers[index]!]));
    const rest = { ip: "127.0.0.1", transport: "tcp", key: this.#key, signature_scheme: "hmac-sha256" };
    await writeFile(file, JSON.stringify({ ...ports, ...rest, kernel_name: "bench" }));
    for (const [name, socket] of Object.entries(this.#sockets))
      socket.connect(`tcp://127.0.0.1:${ports[`${name}_port`]}`);
    this.#sockets.iopub.subscribe();
    for (const socket of Object.values(this.#sockets)) void this.#listen(socket);
    const { argv, folder, environment } = this.#launch;
    const [command = "", ...args] = argv.map((part) => part.replace("{connection_file}", file));
    const begun = performance.now();
    // in a group of its own, as Jupyter starts kernels; what a cell prints beside the protocol is lost there, too
    this.#process = spawn(command, args, { cwd: folder, env: environment, stdio: "ignore", detached: true });
    this.#process.once("error", (error) => this.#fail(error));
    this.#process.once("exit", (code, signal) => this.#fail(new Error(`the kernel ended (${signal ?? code})`)));
    return begun;
  }

  #fail(error: Error): void {
    for (const { reject } of this.#waiting.values()) reject(error);
  }

  async #listen(socket: Dealer | Subscriber): Promise<void> {
    for await (const frames of socket) {
      const now = performance.now();
      const start = frames.findIndex((frame) => frame.toString() === "<IDS|MSG>") + 2;
      const [header, parent] = frames.slice(start, start + 2).map((frame) => JSON.parse(frame.toString()) as Content);
      const content = () => JSON.parse(frames[start + 3]!.toString()) as Content;
      if (socket instanceof Subscriber) this.#isHeard = true;
      const waiting = this.#waiting.get(String(parent?.msg_id));
      if (!waiting) continue;
      const msg_type = String(header?.msg_type);
      if (socket instanceof Dealer) waiting.content = content();
      else if (msg_type !== "status") waiting.output.push({ msg_type, content, milliseconds: now - waiting.sent });
      else if (content().execution_state === "busy") waiting.onBusy();
      else waiting.idle = true;
      if (waiting.content && waiting.idle)
        waiting.resolve({ content: waiting.content, output: waiting.output, milliseconds: now - waiting.sent });
    }
  }
}
