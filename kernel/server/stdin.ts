import type { Router } from "zeromq";
import type { Channel } from "../wire/channel.ts";
import { compose, type Message } from "../wire/message.ts";

interface Question {
  /** The request whose cell asks. */
  cause: Message;
  id: string;
  resolve: (value: string) => void;
  reject: (error: Error) => void;
}

/** The stdin channel: asks the client that runs a cell for input, and hears its answers. */
export class Stdin {
  readonly #channel: Channel<Router>;
  readonly #open: Question[] = [];

  constructor(channel: Channel<Router>) {
    this.#channel = channel;
  }

  /** Asks the client that sent a request. */
  ask(cause: Message, content: { prompt: string; password: boolean }): Promise<string> {
    const message = compose("input_request", content, { identities: cause.identities, parent: cause.header });
    return new Promise((resolve, reject) => {
      this.#open.push({ cause, id: message.header.msg_id, resolve, reject });
      this.#channel.send(message);
    });
  }

  /** Expects no answer any more to what a request's cell asked. */
  forget(cause: Message): void {
    for (const question of this.#open.filter((one) => one.cause === cause)) {
      this.#take(question);
      question.reject(new Error("the cell that asked has ended"));
    }
  }

  async serve(): Promise<void> {
    for await (const reply of this.#channel.messages()) {
      const question = reply.header.msg_type === "input_reply" && this.#questionOf(reply);
      if (!question) continue;
      this.#take(question);
      const { value } = reply.content;
      if (typeof value === "string") question.resolve(value);
      else question.reject(new Error(`expected the answer to be a string, received ${JSON.stringify(value)}`));
    }
  }

  /** The question that a reply names, or else the client's oldest one: some clients name none. */
  #questionOf({ identities, parent_header: { msg_id } }: Message): Question | undefined {
    const [client] = identities;
    const asked = this.#open.filter(({ cause }) => client && cause.identities[0]?.equals(client));
    return asked.find(({ id }) => id === msg_id) ?? (msg_id === undefined ? asked[0] : undefined);
  }

  #take(question: Question): void {
    this.#open.splice(this.#open.indexOf(question), 1);
  }
}
