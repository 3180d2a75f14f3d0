import { type ChildProcess, spawn } from "node:child_process";
import { createHmac, randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Dealer, Request, type Socket, Subscriber } from "zeromq";

const launcher = fileURLToPath(new URL("../../../bin/sepconv.js", import.meta.url));
const ports = ["shell_port", "iopub_port", "stdin_port", "control_port", "hb_port"] as const;

export interface Message {
  channel: "shell" | "control" | "iopub";
  msg_type: string;
  parent: string | undefined;
  content: Record<string, unknown>;
}

/** A Jupyter client and the kernel process that it started. It shares no code with the kernel. */
export class Client {
  readonly folder: string;
  readonly file: string;
  readonly key = randomUUID();
  /** Everything received so far, in order within each channel. */
  readonly messages: Message[] = [];
  stderr = "";
  kernel!: ChildProcess;
  readonly shell = new Dealer({ linger: 0 });
  readonly control = new Dealer({ linger: 0 });
  readonly #iopub = new Subscriber({ linger: 0, receiveHighWaterMark: 0 });
  readonly #heartbeat = new Request({ linger: 0 });
  readonly #received = new EventTarget();

  private constructor(folder: string) {
    this.folder = folder;
    this.file = join(folder, "connection.json");
  }

  /** Starts a kernel in a folder of its own. */
  static async start(environment: Record<string, string> = {}): Promise<Client> {
    const client = new Client(await mkdtemp(join(tmpdir(), "sepconv-kernel-")));
    await client.#connect();
    await client.startKernel(environment);
    return client;
  }

  /** Starts any kernel by its kernelspec's argv in a folder of notebooks; it need not announce that its iopub is heard. */
  static async startOther(argv: readonly string[], cwd: string, env: NodeJS.ProcessEnv): Promise<Client> {
    const client = new Client(await mkdtemp(join(tmpdir(), "sepconv-kernel-")));
    await client.#connect();
    client.#spawn(
      argv.map((part) => part.replace("{connection_file}", client.file)),
      cwd,
      env,
    );
    do await client.ask("shell", "kernel_info_request");
    while (!client.messages.some(({ channel }) => channel === "iopub"));
    return client;
  }

  /** Starts a process on the connection file, to which the client's sockets connect by themselves, and waits until its iopub is heard. */
  async startKernel(environment: Record<string, string> = {}): Promise<void> {
    const welcomes = () => this.messages.filter(({ msg_type }) => msg_type === "iopub_welcome").length;
    const before = welcomes();
    this.#spawn([process.execPath, launcher, "kernel", this.file], this.folder, { ...process.env, ...environment });
    await this.until(() => welcomes() > before);
  }

  /** Sends a request and returns its id. */
  send(channel: "shell" | "control", msg_type: string, content: Record<string, unknown> = {}): string {
    const msg_id = randomUUID();
    const header = {
      msg_id,
      msg_type,
      session: "test",
      username: "test",
      date: new Date().toISOString(),
      version: "5.4",
    };
    const parts = [header, {}, {}, content].map((part) => JSON.stringify(part));
    void this[channel].send(["<IDS|MSG>", this.sign(parts), ...parts]);
    return msg_id;
  }

  /** Sends a request and returns the content of its reply. */
  async ask(
    channel: "shell" | "control",
    msg_type: string,
    content: Record<string, unknown> = {},
  ): Promise<Message["content"]> {
    return (await this.replyTo(this.send(channel, msg_type, content))).content;
  }

  /** Runs a cell and returns what came of it once the kernel is idle again. */
  async execute(
    code: string,
    options: Record<string, unknown> = {},
  ): Promise<{ reply: Message["content"]; output: Message[] }> {
    const id = this.send("shell", "execute_request", { code, ...options });
    const { content } = await this.replyTo(id);
    await this.next(isStatus(id, "idle"));
    return { reply: content, output: this.published(id) };
  }

  async replyTo(id: string): Promise<Message> {
    return this.next(({ channel, parent }) => channel !== "iopub" && parent === id);
  }

  /** What was published so far because of a request. */
  published(id: string): Message[] {
    return this.messages.filter(({ channel, parent }) => channel === "iopub" && parent === id);
  }

  /** The text so far of a stream because of a request; a stream may come in any number of messages. */
  text(id: string, name: "stdout" | "stderr"): string {
    const streams = this.published(id).filter(
      ({ msg_type, content }) => msg_type === "stream" && content.name === name,
    );
    return streams.map(({ content }) => content.text).join("");
  }

  /** The first message, received or yet to come, for which `wanted` holds. */
  async next(wanted: (message: Message) => boolean): Promise<Message> {
    await this.until(() => this.messages.some(wanted));
    return this.messages.find(wanted)!;
  }

  /** Waits until something holds, looking whenever anything came from the kernel. */
  async until(holds: () => boolean): Promise<void> {
    while (!holds()) {
      if (this.kernel && this.kernel.exitCode !== null)
        throw new Error(`the kernel ended with ${this.kernel.exitCode}:\n${this.stderr}`);
      await once(this.#received, "change");
    }
  }

  async beat(text: string): Promise<string> {
    await this.#heartbeat.send(text);
    const [echo] = await this.#heartbeat.receive();
    return echo!.toString();
  }

  /** Waits for the end of the kernel: its process and all that shared its stderr. */
  async exitCode(): Promise<number | null> {
    if (!this.kernel.stderr!.closed) await once(this.kernel, "close");
    return this.kernel.exitCode;
  }

  async stop(): Promise<void> {
    for (const socket of [this.shell, this.control, this.#iopub, this.#heartbeat]) socket.close();
    this.kernel.kill("SIGTERM");
    await this.exitCode();
    await rm(this.folder, { recursive: true });
  }

  sign(parts: string[]): string {
    return createHmac("sha256", this.key).update(parts.join("")).digest("hex");
  }

  #spawn(argv: readonly string[], cwd: string, env: NodeJS.ProcessEnv): void {
    const [command, ...args] = argv;
    const kernel = spawn(command!, args, { cwd, env, stdio: ["ignore", "inherit", "pipe"] });
    kernel.stderr.on("data", (chunk: Buffer) => {
      this.stderr += chunk.toString();
      this.#received.dispatchEvent(new Event("change"));
    });
    kernel.on("exit", () => this.#received.dispatchEvent(new Event("change")));
    this.kernel = kernel;
  }

  async #connect(): Promise<void> {
    const numbers = await freePorts(ports.length);
    const addresses = Object.fromEntries(ports.map((name, i) => [name, numbers[i]!]));
    const connection = {
      ...addresses,
      ip: "127.0.0.1",
      transport: "tcp",
      key: this.key,
      signature_scheme: "hmac-sha256",
    };
    await writeFile(this.file, JSON.stringify(connection));
    const to = (socket: Socket, port: (typeof ports)[number]) => socket.connect(`tcp://127.0.0.1:${addresses[port]}`);
    to(this.shell, "shell_port");
    to(this.control, "control_port");
    to(this.#heartbeat, "hb_port");
    to(this.#iopub, "iopub_port");
    this.#iopub.subscribe();
    for (const [channel, socket] of [
      ["shell", this.shell],
      ["control", this.control],
      ["iopub", this.#iopub],
    ] as const) {
      void this.#listen(channel, socket);
    }
  }

  async #listen(channel: Message["channel"], socket: Dealer | Subscriber): Promise<void> {
    for await (const frames of socket) {
      const [signature, ...parts] = frames
        .slice(frames.findIndex((frame) => frame.toString() === "<IDS|MSG>") + 1)
        .map(String);
      if (signature !== this.sign(parts.slice(0, 4))) throw new Error(`${channel}: a message with a wrong signature`);
      const [header, parent, , content] = parts.map((part) => JSON.parse(part));
      this.messages.push({ channel, msg_type: header.msg_type, parent: parent.msg_id, content });
      this.#received.dispatchEvent(new Event("change"));
    }
  }
}

export const isStatus = (id: string, state: "busy" | "idle") => (message: Message) =>
  message.parent === id && message.msg_type === "status" && message.content.execution_state === state;

/** Ports that the system names as free. */
async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer().listen(0, "127.0.0.1");
      await once(server, "listening");
      return server;
    }),
  );
  const numbers = servers.map((server) => (server.address() as AddressInfo).port);
  for (const server of servers) server.close();
  return numbers;
}
