import { type ChildProcess, spawn } from "node:child_process";
import { createHmac, randomUUID } from "node:crypto";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Dealer, Request, type Socket, Subscriber } from "zeromq";

const launcher = fileURLToPath(new URL("../../../bin/sepconv.js", import.meta.url));
const ports = ["shell_port", "iopub_port", "stdin_port", "control_port", "hb_port"] as const;

export type RequestChannel = "shell" | "control" | "stdin";

export interface Message {
  channel: RequestChannel | "iopub";
  msg_type: string;
  /** Id of the request that caused it. */
  parent: string | undefined;
  content: Record<string, unknown>;
  header: Record<string, unknown>;
  parent_header: Record<string, unknown>;
  metadata: Record<string, unknown>;
  buffers: Buffer[];
  /** The frames before the delimiter: on iopub the topic. */
  identities: Buffer[];
}

/** What a request carries beside its content. */
export interface RequestOptions {
  metadata?: Record<string, unknown>;
  buffers?: readonly Uint8Array[];
  subshell_id?: string;
  parent_header?: Record<string, unknown>;
}

/** A Jupyter client and the kernel process that it started. It shares no code with the kernel. */
export class Client {
  readonly folder: string;
  readonly file: string;
  readonly key = randomUUID();
  /** Everything received so far, in order within each channel. */
  readonly messages: Message[] = [];
  stderr = "";
  readonly #failure: string | undefined;
  kernel!: ChildProcess;
  readonly #identity = randomUUID();
  readonly shell = new Dealer({ linger: 0, routingId: this.#identity });
  readonly control = new Dealer({ linger: 0 });
  /** Has the identity of the shell's socket, by which a kernel finds whom to ask for input. */
  readonly stdin = new Dealer({ linger: 0, routingId: this.#identity });
  readonly #iopub = new Subscriber({ linger: 0, receiveHighWaterMark: 0 });
  readonly #heartbeat = new Request({ linger: 0 });
  readonly #received = new EventTarget();

  private constructor(folder: string, failure?: string) {
    this.folder = folder;
    this.#failure = failure;
    this.file = join(folder, "connection.json");
  }

  /** Starts a kernel in a folder of its own. */
  static async start(environment: Record<string, string> = {}): Promise<Client> {
    const client = new Client(await mkdtemp(join(tmpdir(), "sepconv-kernel-")));
    await client.#connect();
    await client.startKernel(environment);
    return client;
  }

  /**
   * Starts any kernel by its kernelspec's argv in a folder of notebooks; it need not announce that its iopub is heard.
   *
   * @param failure  what it says on any stderr when it has lost a message; waiting then ends with an error
   */
  static async startOther(
    argv: readonly string[],
    cwd: string,
    env: NodeJS.ProcessEnv,
    failure?: string,
  ): Promise<Client> {
    const client = new Client(await mkdtemp(join(tmpdir(), "sepconv-kernel-")), failure);
    await client.#connect();
    client.#spawn(
      argv.map((part) => part.replace("{connection_file}", client.file)),
      cwd,
      env,
    );
    try {
      do await client.ask("shell", "kernel_info_request");
      while (!client.messages.some(({ channel }) => channel === "iopub"));
    } catch (error) {
      await client.stop();
      throw error;
    }
    return client;
  }

  /** Starts a process on the connection file, to which the client's sockets connect by themselves, and waits until its iopub is heard. */
  async startKernel(environment: Record<string, string> = {}): Promise<void> {
    const welcomes = () => this.messages.filter(({ msg_type }) => msg_type === "iopub_welcome").length;
    const before = welcomes();
    this.#spawn([process.execPath, launcher, "kernel", this.file], this.folder, {
      ...process.env,
      SEPCONV_HISTORY: "off",
      ...environment,
    });
    await this.until(() => welcomes() > before);
  }

  /** Sends a request and returns its id. */
  send(
    channel: RequestChannel,
    msg_type: string,
    content: Record<string, unknown> = {},
    options: RequestOptions = {},
  ): string {
    const { msg_id, frames } = this.request(msg_type, content, options);
    void this.sendFrames(channel, frames);
    return msg_id;
  }

  /** The frames of a request, signed. */
  request(
    msg_type: string,
    content: Record<string, unknown> = {},
    { metadata = {}, buffers = [], subshell_id, parent_header = {} }: RequestOptions = {},
  ): { msg_id: string; frames: (string | Uint8Array)[] } {
    const msg_id = randomUUID();
    const header = {
      msg_id,
      msg_type,
      session: "test",
      username: "test",
      date: new Date().toISOString(),
      version: "5.5",
      ...(subshell_id !== undefined && { subshell_id }),
    };
    const parts = [header, parent_header, metadata, content].map((part) => JSON.stringify(part));
    return { msg_id, frames: ["<IDS|MSG>", this.sign(parts), ...parts, ...buffers] };
  }

  /** Sends frames as they are, which need not make a message. */
  async sendFrames(channel: RequestChannel, frames: readonly (string | Uint8Array)[]): Promise<void> {
    await this[channel].send([...frames] as (string | Buffer)[]);
  }

  /** Answers what a cell asked the user. */
  answer(question: Message, value: unknown): void {
    this.send("stdin", "input_reply", { value }, { parent_header: question.header });
  }

  /** Sends a request and returns the content of its reply. */
  async ask(
    channel: "shell" | "control",
    msg_type: string,
    content: Record<string, unknown> = {},
    options: RequestOptions = {},
  ): Promise<Message["content"]> {
    return (await this.replyTo(this.send(channel, msg_type, content, options))).content;
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

  /** Hears no more of iopub, as where there is too much to keep: what is published is for another to count. */
  leaveIopub(): void {
    this.#iopub.unsubscribe();
  }

  async replyTo(id: string): Promise<Message> {
    return this.next(({ channel, parent }) => (channel === "shell" || channel === "control") && parent === id);
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
      if (this.#hasFailed()) throw new Error(this.#failure);
      await once(this.#received, "change");
    }
  }

  async beat(text: string): Promise<string> {
    await this.#heartbeat.send(text);
    const [echo] = await this.#heartbeat.receive();
    return echo!.toString();
  }

  /** Id of the process that serves the protocol; the one that was started is the launcher. */
  get serverId(): number {
    const { pid } = this.kernel;
    const [child] = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").split(" ");
    return Number(child);
  }

  /** Waits for the end of the kernel: its process and all that shared its stderr. */
  async exitCode(): Promise<number | null> {
    if (!this.kernel.stderr!.closed) await once(this.kernel, "close");
    return this.kernel.exitCode;
  }

  async stop(): Promise<void> {
    for (const socket of [this.shell, this.control, this.stdin, this.#iopub, this.#heartbeat]) socket.close();
    this.kernel.kill("SIGTERM");
    await this.exitCode();
    await rm(this.folder, { recursive: true });
  }

  sign(parts: readonly (string | Uint8Array)[]): string {
    const hmac = createHmac("sha256", this.key);
    for (const part of parts) hmac.update(part);
    return hmac.digest("hex");
  }

  #hasFailed(): boolean {
    const streams = this.messages.filter(({ msg_type }) => msg_type === "stream").map(({ content }) => content.text);
    return this.#failure !== undefined && [this.stderr, ...streams].some((text) => `${text}`.includes(this.#failure!));
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
    to(this.stdin, "stdin_port");
    to(this.#heartbeat, "hb_port");
    to(this.#iopub, "iopub_port");
    this.#iopub.subscribe();
    for (const [channel, socket] of [
      ["shell", this.shell],
      ["control", this.control],
      ["stdin", this.stdin],
      ["iopub", this.#iopub],
    ] as const) {
      void this.#listen(channel, socket);
    }
  }

  async #listen(channel: Message["channel"], socket: Dealer | Subscriber): Promise<void> {
    for await (const frames of socket) {
      const delimiter = frames.findIndex((frame) => frame.toString() === "<IDS|MSG>");
      const [signature, ...parts] = frames.slice(delimiter + 1, delimiter + 6).map(String);
      if (signature !== this.sign(parts)) throw new Error(`${channel}: a message with a wrong signature`);
      const [header, parent_header, metadata, content] = parts.map((part) => JSON.parse(part));
      const buffers = frames.slice(delimiter + 6);
      const identities = frames.slice(0, delimiter);
      const { msg_type } = header;
      const parent = parent_header.msg_id;
      this.messages.push({
        channel,
        msg_type,
        parent,
        content,
        header,
        parent_header,
        metadata,
        buffers,
        identities,
      });
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
