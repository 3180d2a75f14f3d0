import type { Interpreter } from "../language/interpreter.ts";
import { Channel } from "../wire/channel.ts";
import type { Connection } from "../wire/connection.ts";
import { signatureOf } from "../wire/signature.ts";
import { openSockets } from "../wire/sockets.ts";
import { serveControl } from "./control.ts";
import { serveHeartbeat } from "./heartbeat.ts";
import { Iopub } from "./iopub.ts";
import { serveShell } from "./shell.ts";

/** A kernel at a connection: what its handlers share. */
export class Kernel {
  readonly interpreter: Interpreter;
  readonly iopub: Iopub;
  /** Closes the connection once everything said is sent; with it the serving ends. */
  readonly close: () => Promise<void>;
  /** Number of the last cell that counted. */
  executionCount = 0;

  private constructor(interpreter: Interpreter, iopub: Iopub, close: () => Promise<void>) {
    this.interpreter = interpreter;
    this.iopub = iopub;
    this.close = close;
  }

  /** Serves the connection until a shutdown request, or until `started`'s kernel is ended. */
  static async serve(
    connection: Connection,
    interpreter: Interpreter,
    started: (kernel: Kernel) => void,
  ): Promise<void> {
    const signature = signatureOf(connection.signature_scheme, connection.key);
    const sockets = await openSockets(connection);
    const shell = new Channel("shell", sockets.shell, signature);
    const control = new Channel("control", sockets.control, signature);
    const iopub = new Channel("iopub", sockets.iopub, signature);
    const kernel = new Kernel(interpreter, new Iopub(iopub), async () => {
      await Promise.all([shell.close(), control.close(), iopub.close()]);
      sockets.close();
    });
    started(kernel);
    await Promise.all([
      serveShell(shell, kernel),
      serveControl(control, kernel),
      serveHeartbeat(sockets.heartbeat),
      kernel.iopub.welcomeSubscribers(),
    ]);
  }

  /** Ends the kernel and every process it started. */
  async end(): Promise<void> {
    await this.interpreter.dispose();
    await this.close();
  }
}
