import { setImmediate, setTimeout } from "node:timers/promises";
import { type Router, XPublisher } from "zeromq";
import { decode, encode } from "./frames.ts";
import type { Message } from "./message.ts";
import type { Signature } from "./signature.ts";
import { warn } from "./warn.ts";

/** Who sends more than this ahead of the clients has to wait for them. */
const AHEAD_BYTES = 8 * 2 ** 20;
/** A client that takes nothing for so long is stuck, and the others go on without it. */
const STUCK_MS = 5000;
/** A kernel that ends waits no longer than this. */
const LAST_MS = 1000;
/** While clients are reading they take a message within microseconds: a timer is for those that do not. */
const SOON_MS = 5;

/** Messages, in place of frames, over one socket. */
export class Channel<Socket extends Router | XPublisher> {
  readonly name: string;
  readonly socket: Socket;
  readonly #signature: Signature;
  readonly #queue: Buffer[][] = [];
  #queuedBytes = 0;
  #sent: Promise<void> | undefined;
  #ready: PromiseWithResolvers<void> | undefined;

  constructor(name: string, socket: Socket, signature: Signature) {
    this.name = name;
    this.socket = socket;
    this.#signature = signature;
  }

  /** Every well-formed message with the right signature, until the socket is closed; the others are dropped and named on stderr. */
  async *messages(): AsyncGenerator<Message, void, void> {
    for await (const frames of this.socket) {
      const message = this.#decode(frames);
      if (message) yield message;
    }
  }

  /**
   * Sends a message after those before it. What is waiting in memory is bounded by those who send: when there is much of it,
   * a promise is returned, and it resolves as soon as more may come.
   */
  send(message: Message): Promise<void> | undefined {
    const frames = this.#encode(message);
    if (!frames) return undefined;
    this.#queue.push(frames);
    this.#queuedBytes += bytesOf(frames);
    this.#sent ??= this.#sendQueued();
    if (this.#queuedBytes > AHEAD_BYTES) this.#ready ??= Promise.withResolvers();
    return this.#ready?.promise;
  }

  /** Resolves when ZeroMQ has taken every message so far, or when a client that is stuck has held them up for a second. */
  async sent(): Promise<void> {
    await Promise.race([this.#sent, setTimeout(LAST_MS, undefined, { ref: false })]);
  }

  // ZeroMQ's bindings refuse a second send while one is under way.
  async #sendQueued(): Promise<void> {
    for (let frames = this.#queue[0]; frames; frames = this.#queue[0]) {
      await this.#sendNow(frames);
      this.#queue.shift();
      this.#queuedBytes -= bytesOf(frames);
      if (this.#queuedBytes > AHEAD_BYTES) continue;
      this.#ready?.resolve();
      this.#ready = undefined;
    }
    this.#sent = undefined;
  }

  async #sendNow(frames: Buffer[]): Promise<void> {
    const start = performance.now();
    while (!(await this.#taken(frames))) {
      const waited = performance.now() - start;
      if (waited > STUCK_MS) return this.#sendToOthers(frames);
      await (waited < SOON_MS ? setImmediate() : setTimeout(SOON_MS));
    }
  }

  /** Whether a message is done with: ZeroMQ says EAGAIN when the queue of one who should get it is full. */
  async #taken(frames: Buffer[]): Promise<boolean> {
    if (this.socket.closed) return true;
    try {
      await this.socket.send(frames);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "EAGAIN") return false;
      warn(`could not send on ${this.name}: ${(error as Error).message}`);
    }
    return true;
  }

  /** The one time that ZeroMQ may drop, it leaves out subscribers whose queue is full; when they read from it, they count again. */
  async #sendToOthers(frames: Buffer[]): Promise<void> {
    if (this.socket.closed || !(this.socket instanceof XPublisher)) return;
    warn(`a client took nothing on ${this.name} for ${STUCK_MS / 1000} s: it misses what comes until it reads again`);
    this.socket.noDrop = false;
    await this.#taken(frames);
    if (!this.socket.closed) this.socket.noDrop = true;
  }

  /** What JSON cannot hold, such as more than half a gigabyte of text, must not end the kernel. */
  #encode(message: Message): Buffer[] | undefined {
    try {
      return encode(message, this.#signature);
    } catch (error) {
      warn(`could not send ${message.header.msg_type} on ${this.name}: ${(error as Error).message}`);
      return undefined;
    }
  }

  #decode(frames: readonly Buffer[]): Message | undefined {
    try {
      return decode(frames, this.#signature);
    } catch (error) {
      warn(`dropped a message on ${this.name}: ${(error as Error).message}`);
      return undefined;
    }
  }
}

function bytesOf(frames: readonly Buffer[]): number {
  return frames.reduce((sum, { length }) => sum + length, 0);
}
