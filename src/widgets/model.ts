import { randomUUID } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { join, split } from "./buffers.ts";
import { forget, remember } from "./control.ts";
import { type Carried, type Comm, kernelComm } from "./kernel-comm.ts";

export type State = Record<string, unknown>;

/** What a widget wants to know of its model, and to decide. */
export interface Hooks {
  /** What is to be stored where the frontend asks for a change. */
  accept?: (change: State) => State;
  /** Called with what has changed, here or in the frontend. */
  changed?: (change: State) => unknown;
  /** Called for a message of the frontend's that is about no state. */
  event?: (content: unknown, buffers: Uint8Array[]) => unknown;
}

const PROTOCOL = "2.1.0";

/** A state of which the frontend has a copy, by Jupyter's protocol of widgets: that of a widget, of its layout or of its style. */
export class Model {
  readonly id: string = randomUUID();
  readonly #state: State;
  readonly #hooks: Hooks;
  #comm: Comm | undefined;

  constructor(state: State, hooks: Hooks = {}) {
    this.#state = state;
    this.#hooks = hooks;
    const Comm = kernelComm();
    if (!Comm) return;
    const { buffers, ...data } = split(state);
    this.#comm = new Comm("jupyter.widget", data, { id: this.id, metadata: { version: PROTOCOL }, buffers });
    this.#comm.onMessage = (message) => this.#receive(message);
    this.#comm.onClose = () => this.#forget();
    remember(this, Comm);
  }

  get state(): Readonly<State> {
    return this.#state;
  }

  /** Whether a frontend may have a copy. */
  get isOpen(): boolean {
    return this.#comm !== undefined;
  }

  /** Changes the state here and in the frontend. */
  set(change: State): void {
    const differing = this.#differing(change);
    if (Object.keys(differing).length === 0) return;
    Object.assign(this.#state, differing);
    this.#send("update", differing);
    this.#hooks.changed?.(differing);
  }

  close(): void {
    this.#comm?.close();
    this.#forget();
  }

  #receive({ data, buffers }: Carried): unknown {
    const message = data as { method?: string; state?: State; buffer_paths?: (string | number)[][]; content?: unknown };
    switch (message.method) {
      case "update": {
        const { state = {}, buffer_paths } = message;
        join(state, buffer_paths, buffers);
        return this.#update(state);
      }
      case "request_state":
        return this.#send("update", this.#state);
      case "custom":
        return this.#hooks.event?.(message.content, buffers);
      default:
        return undefined;
    }
  }

  /** Other frontends hear of what one has changed; all hear what became of it where that is something else. */
  #update(asked: State): unknown {
    const change = Object.fromEntries(Object.entries(asked).filter(([name]) => name in this.#state));
    this.#send("echo_update", change);
    const accepted = { ...change, ...this.#hooks.accept?.(change) };
    const corrected = Object.entries(accepted).filter(([name, value]) => !isDeepStrictEqual(value, change[name]));
    if (corrected.length > 0) this.#send("update", Object.fromEntries(corrected));
    const differing = this.#differing(accepted);
    Object.assign(this.#state, differing);
    return Object.keys(differing).length > 0 ? this.#hooks.changed?.(differing) : undefined;
  }

  #differing(change: State): State {
    const entries = Object.entries(change);
    return Object.fromEntries(entries.filter(([name, value]) => !isDeepStrictEqual(value, this.#state[name])));
  }

  #send(method: string, state: State): void {
    const { buffers, ...data } = split(state);
    this.#comm?.send({ method, ...data }, { buffers });
  }

  #forget(): void {
    this.#comm = undefined;
    forget(this);
  }
}
