import type { Router } from "zeromq";
import type { Interpreter } from "../language/interpreter.ts";
import { Channel } from "../wire/channel.ts";
import type { Signature } from "../wire/signature.ts";
import type { Sockets } from "../wire/sockets.ts";
import { serveControl } from "./control.ts";
import { serveHeartbeat } from "./heartbeat.ts";
import { Iopub } from "./iopub.ts";
import { serveShell } from "./shell.ts";

/** A kernel: its channels and its interpreter, and what handlers share. */
export class Kernel {
  readonly interpreter: Interpreter;
  readonly iopub: Iopub;
  /** Number of the last cell that counted. */
  executionCount = 0;
  readonly #shell: Channel<Router>;
  readonly #control: Channel<Router>;
  readonly #sockets: Sockets;

  constructor(sockets: Sockets, signature: Signature, interpreter: Interpreter) {
    this.interpreter = interpreter;
    this.iopub = new Iopub(new Channel("iopub", sockets.iopub, signature));
    this.#shell = new Channel("shell", sockets.shell, signature);
    this.#control = new Channel("control", sockets.control, signature);
    this.#sockets = sockets;
  }

  /** Answers requests until the kernel is shut down or ended. */
  async serve(): Promise<void> {
    await Promise.all([
      serveShell(this.#shell, this),
      serveControl(this.#control, this),
      serveHeartbeat(this.#sockets.heartbeat),
      this.iopub.welcomeSubscribers(),
    ]);
  }

  /** Ends the kernel and every process it started. */
  async end(): Promise<void> {
    await this.interpreter.dispose();
    await this.close();
  }

  /** Closes the channels once everything said is sent. */
  async close(): Promise<void> {
    await Promise.all([this.#shell.sent(), this.#control.sent(), this.iopub.sent()]);
    this.#sockets.close();
  }
}
