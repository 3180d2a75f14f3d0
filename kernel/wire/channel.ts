import type { Router, XPublisher } from "zeromq";
import { decode, encode } from "./frames.ts";
import type { Message } from "./message.ts";
import type { Signature } from "./signature.ts";

/** Messages, in place of frames, over one socket. */
export class Channel<Socket extends Router | XPublisher> {
  readonly name: string;
  readonly socket: Socket;
  readonly #signature: Signature;
  #sent: Promise<void> = Promise.resolve();

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

  /** Sends a message after those before it: ZeroMQ's bindings refuse a second send while one is under way. */
  send(message: Message): void {
    const frames = encode(message, this.#signature);
    this.#sent = this.#sent
      .then(() => (this.socket.closed ? undefined : this.socket.send(frames)))
      .catch((error: Error) => console.error(`sepconv: could not send ${message.header.msg_type}: ${error.message}`));
  }

  /** Resolves when ZeroMQ has taken every message so far. */
  sent(): Promise<void> {
    return this.#sent;
  }

  #decode(frames: readonly Buffer[]): Message | undefined {
    try {
      return decode(frames, this.#signature);
    } catch (error) {
      console.error(`sepconv: dropped a message on ${this.name}: ${(error as Error).message}`);
      return undefined;
    }
  }
}
