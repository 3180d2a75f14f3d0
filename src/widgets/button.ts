import { checkNames } from "../arguments.ts";
import { type ControlOptions, Widget } from "./widget.ts";

export interface ButtonOptions extends ControlOptions {
  style?: "" | "primary" | "success" | "info" | "warning" | "danger";
}

/**
 * A button; its description is what is written on it.
 *
 * @example
 * const again = new widgets.Button({ description: "Draw again" });
 * const stop = again.onClick(() => console.log("drawn"));
 * stop();
 */
export class Button extends Widget {
  readonly #listeners = new Set<() => unknown>();

  constructor(options: ButtonOptions = {}) {
    checkNames("widgets.Button", options, ["description", "style", "disabled", "layout"]);
    const { description = "", style = "", disabled = false } = options;
    const state = { button_style: style, description, disabled, icon: "" };
    super({ name: "Button", style: "Button", state, options }, { event: (content) => this.#hear(content) });
  }

  get text(): string {
    return `[${String(this.model.state.description)}]`;
  }

  /** Calls a function at every click; what this returns ends that. */
  onClick(listener: () => unknown): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  async #hear(content: unknown): Promise<void> {
    if ((content as { event?: unknown } | undefined)?.event !== "click") return;
    await Promise.all([...this.#listeners].map((listener) => listener()));
  }
}
