import { setImmediate } from "node:timers/promises";
import type { Message } from "../wire/message.ts";
import type { Handler } from "./handler.ts";
import { execute } from "./handlers/execute.ts";

/** The cells that wait, in a queue for each subshell and one for the main shell. */
export class Queues {
  readonly #waiting = new Map<string, Set<Message>>();
  readonly #last = new Map<string, Promise<void>>();
  readonly #aborted = new WeakSet<Message>();

  /** Answers a request after those before it in its queue. */
  add(request: Message, answer: () => Promise<void>): void {
    const name = queueOf(request);
    const waiting = this.#waiting.get(name) ?? new Set();
    this.#waiting.set(name, waiting.add(request));
    const before = this.#last.get(name) ?? Promise.resolve();
    const done = before.then(() => {
      waiting.delete(request);
      return answer();
    });
    this.#last.set(name, done);
    void done.then(() => {
      if (this.#last.get(name) !== done) return;
      this.#last.delete(name);
      this.#waiting.delete(name);
    });
  }

  /** Runs a cell. When it fails, the cells that wait behind it are aborted, unless its request said `stop_on_error: false`. */
  readonly execute: Handler = async (request, kernel) => {
    if (this.#aborted.has(request)) return { status: "aborted" };
    const reply = await execute(request, kernel);
    if (reply?.status === "error" && request.content.stop_on_error !== false) {
      await setImmediate(); // cells that were sent together with this one may still be in the socket
      for (const other of this.#waiting.get(queueOf(request)) ?? []) this.#aborted.add(other);
    }
    return reply;
  };
}

const queueOf = ({ header }: Message): string => header.subshell_id ?? "";
