import { type Kind, Widget } from "./widget.ts";

/** A widget with a value that the user, or a cell, changes. */
export abstract class ValueWidget<Value> extends Widget {
  readonly #key: "value" | "index";
  readonly #listeners = new Set<() => unknown>();

  /** @param key  what of the state stands for the value */
  constructor(kind: Kind, key: "value" | "index" = "value") {
    super(kind, {
      accept: (change) => (key in change ? { [key]: this.#possible(change[key]) } : {}),
      changed: (change) => (key in change ? this.#tell() : undefined),
    });
    this.#key = key;
  }

  /** Set, it changes in the frontend, too. */
  get value(): Value {
    return this.fromState(this.model.state[this.#key]);
  }

  set value(value: Value) {
    this.model.set({ [this.#key]: this.toState(value) });
  }

  /** Calls a function with every new value; what this returns ends that. */
  onChange(listener: (value: Value) => unknown): () => void {
    const own = () => listener(this.value);
    this.#listeners.add(own);
    return () => void this.#listeners.delete(own);
  }

  /** What the frontend gets for a value. @throws where it can be none */
  protected abstract toState(value: unknown): unknown;

  /** The value that the frontend has under this state: mostly the same. */
  protected fromState(state: unknown): Value {
    return state as Value;
  }

  /** The nearest that is possible to what the frontend asks for. @throws where there is none */
  protected accepted(state: unknown): unknown {
    return this.toState(state);
  }

  #possible(state: unknown): unknown {
    try {
      return this.accepted(state);
    } catch {
      return this.model.state[this.#key];
    }
  }

  async #tell(): Promise<void> {
    await Promise.all([...this.#listeners].map((listener) => listener()));
  }
}
