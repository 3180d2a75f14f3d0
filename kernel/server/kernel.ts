import type { Interpreter } from "../language/interpreter.ts";
import { Channel } from "../wire/channel.ts";
import type { Connection } from "../wire/connection.ts";
import { signatureOf } from "../wire/signature.ts";
import { openSockets, type Sockets } from "../wire/sockets.ts";
import { serveControl } from "./control.ts";
import { serveHeartbeat } from "./heartbeat.ts";
import { Iopub } from "./iopub.ts";
import { serveShell } from "./shell.ts";

/** A kernel at a connection: what its handlers share. */
export class Kernel {
  readonly interpreter: Interpreter;
  readonly iopub: Iopub;
  /** Number of the last cell that counted. */
  executionCount = 0;
  readonly #sockets: Sockets;

  private constructor(interpreter: Interpreter, iopub: Iopub, sockets: Sockets) {
    this.interpreter = interpreter;
    this.iopub = iopub;
    this.#sockets = sockets;
  }

  /** Serves the connection until a shutdown request or `end()`. */
  static async serve(
    connection: Connection,
    interpreter: Interpreter,
    started: (kernel: Kernel) => void,
  ): Promise<void> {
    const signature = signatureOf(connection.signature_scheme, connection.key);
    const sockets = await openSockets(connection);
    const iopub = new Iopub(new Channel("iopub", sockets.iopub, signature));
    const kernel = new Kernel(interpreter, iopub, sockets);
    started(kernel);
    await Promise.all([
      serveShell(new Channel("shell", sockets.shell, signature), kernel),
      serveControl(new Channel("control", sockets.control, signature), kernel),
      serveHeartbeat(sockets.heartbeat),
      iopub.welcomeSubscribers(),
    ]);
  }

  /** Ends the kernel and every process it started. */
  async end(): Promise<void> {
    await this.interpreter.dispose();
    this.close();
  }

  close(): void {
    this.#sockets.close();
  }
}
