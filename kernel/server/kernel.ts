import type { Router } from "zeromq";
import type { Interpreter } from "../language/interpreter.ts";
import { Channel } from "../wire/channel.ts";
import type { Header } from "../wire/message.ts";
import type { Signature } from "../wire/signature.ts";
import type { Sockets } from "../wire/sockets.ts";
import { serveControl } from "./control.ts";
import { serveHeartbeat } from "./heartbeat.ts";
import { History } from "./history/history.ts";
import { Iopub } from "./iopub.ts";
import { serveShell } from "./shell.ts";
import { Stdin } from "./stdin.ts";

/** A kernel: its channels and its interpreter, and what handlers share. */
export class Kernel {
  readonly iopub: Iopub;
  readonly stdin: Stdin;
  readonly history = new History();
  /** Ids of the subshells that clients have created. */
  readonly subshells = new Set<string>();
  /** Number of the last cell that counted. */
  executionCount = 0;
  readonly #startInterpreter: () => Promise<Interpreter>;
  #interpreter: Promise<Interpreter> | undefined;
  readonly #shell: Channel<Router>;
  readonly #control: Channel<Router>;
  readonly #sockets: Sockets;
  /** What is being answered, the oldest first. */
  readonly #begun = new Set<Header>();

  constructor(sockets: Sockets, signature: Signature, startInterpreter: () => Promise<Interpreter>) {
    this.#startInterpreter = startInterpreter;
    this.iopub = new Iopub(new Channel("iopub", sockets.iopub, signature));
    this.stdin = new Stdin(new Channel("stdin", sockets.stdin, signature));
    this.#shell = new Channel("shell", sockets.shell, signature);
    this.#control = new Channel("control", sockets.control, signature);
    this.#sockets = sockets;
  }

  /** Started when it is first needed, so that clients hear from the kernel before that. */
  get interpreter(): Promise<Interpreter> {
    return (this.#interpreter ??= this.#startInterpreter());
  }

  /** Answers requests until the kernel is shut down or ended. */
  async serve(): Promise<void> {
    await Promise.all([
      serveShell(this.#shell, this),
      serveControl(this.#control, this),
      serveHeartbeat(this.#sockets.heartbeat),
      this.stdin.serve(),
      this.iopub.welcomeSubscribers(),
    ]);
  }

  /** Tells clients that a request is being answered. */
  begin(request: Header): void {
    this.#begun.add(request);
    this.iopub.publish("status", { execution_state: "busy" }, request);
  }

  /** Tells clients that a request is done. Frontends show the last state they heard: while a cell runs on, that is "busy" again. */
  end(request: Header): void {
    this.iopub.publish("status", { execution_state: "idle" }, request);
    this.#begun.delete(request);
    // whatever was asked first, cells will follow
    void this.interpreter;
    const running = [...this.#begun].find(({ msg_type }) => msg_type === "execute_request");
    if (running) this.iopub.publish("status", { execution_state: "busy" }, running);
  }

  /** Ends every process that the kernel started, and the kernel. */
  async stop(): Promise<void> {
    await (await this.interpreter).dispose();
    await this.close();
  }

  /** Closes the channels once everything said is sent. */
  async close(): Promise<void> {
    await Promise.all([this.#shell.sent(), this.#control.sent(), this.iopub.sent()]);
    this.history.close();
    this.#sockets.close();
  }
}
