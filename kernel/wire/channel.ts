import type { Router, XPublisher } from "zeromq";
import { decode, encode } from "./frames.ts";
import type { Message } from "./message.ts";
import type { Signature } from "./signature.ts";

/** Messages, in place of frames, over one socket. */
export class Channel<Socket extends Router | XPublisher> {
  readonly name: string;
  readonly socket: Socket;
  readonly #signature: Signature;

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

  /** Queues a message; nothing is sent once the socket is closed. */
  send(message: Message): void {
    if (this.socket.closed) return;
    this.socket
      .send(encode(message, this.#signature))
      .catch((error: Error) =>
        console.error(`sepconv: ${this.name} could not send ${message.header.msg_type}: ${error.message}`),
      );
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
