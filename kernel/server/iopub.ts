import type { XPublisher } from "zeromq";
import type { Channel } from "../wire/channel.ts";
import { compose, type Content, type Envelope } from "../wire/message.ts";

const SUBSCRIBE = 1;

/** The iopub channel: what every client of the kernel sees. */
export class Iopub {
  readonly #channel: Channel<XPublisher>;

  constructor(channel: Channel<XPublisher>) {
    this.#channel = channel;
  }

  /**
   * Publishes to everyone. `parent` is the header of the request that caused it; the topic is the message's type.
   * Returns a promise when clients are behind: who publishes much waits for it.
   */
  publish(
    msg_type: string,
    content: Content,
    parent: Envelope["parent"] = {},
    extras: Pick<Envelope, "metadata" | "buffers"> = {},
  ): Promise<void> | undefined {
    return this.#channel.send(compose(msg_type, content, { identities: [Buffer.from(msg_type)], parent, ...extras }));
  }

  /** Resolves when everything published so far is sent. */
  sent(): Promise<void> {
    return this.#channel.sent();
  }

  /** Tells each new subscriber by `iopub_welcome` that from now on it misses nothing. */
  async welcomeSubscribers(): Promise<void> {
    for await (const [frame] of this.#channel.socket) {
      if (frame?.[0] !== SUBSCRIBE) continue;
      const topic = frame.subarray(1);
      this.#channel.send(compose("iopub_welcome", { subscription: topic.toString() }, { identities: [topic] }));
    }
  }
}
