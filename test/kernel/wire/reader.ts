import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

// says the number of each message, which is its content's `i`; sleeps between them
const program = (address: string, pauseMs: number) => `
  import { Subscriber } from ${JSON.stringify(import.meta.resolve("zeromq"))};
  const socket = new Subscriber({ linger: 0, receiveHighWaterMark: 2 });
  socket.connect(${JSON.stringify(address)});
  socket.subscribe();
  for await (const frames of socket) {
    console.log(JSON.parse(frames[6]).i ?? -1);
    if (${pauseMs}) await new Promise((resolve) => setTimeout(resolve, ${pauseMs}));
  }`;

/** A subscriber in a process of its own, which may be slow or stopped. */
export class Reader {
  readonly read: number[] = [];
  readonly #process: ChildProcess;
  readonly #lines: ReturnType<typeof createInterface>;

  constructor(address: string, { pauseMs = 0 } = {}) {
    this.#process = spawn(process.execPath, ["--input-type=module", "-e", program(address, pauseMs)], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    this.#lines = createInterface(this.#process.stdout!);
    this.#lines.on("line", (line) => this.read.push(Number(line)));
  }

  /** Waits until it has read a message. */
  async until(i: number): Promise<void> {
    while (!this.read.includes(i)) await once(this.#lines, "line");
  }

  stop(): void {
    this.#process.kill("SIGSTOP");
  }

  goOn(): void {
    this.#process.kill("SIGCONT");
  }

  async end(): Promise<void> {
    this.#process.kill("SIGKILL");
    if (this.#process.exitCode === null && this.#process.signalCode === null) await once(this.#process, "exit");
  }
}
