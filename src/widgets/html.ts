import { labelled, type DescribedOptions, escape } from "./widget.ts";
import { Written } from "./written.ts";

export interface HTMLOptions extends DescribedOptions {
  value?: string;
}

/**
 * HTML among widgets, which cells change.
 *
 * @example
 * const formula = new widgets.HTML({ value: "C<sub>in</sub> · C<sub>out</sub> · k²" });
 * formula.value = "C<sub>in</sub> · (k² + C<sub>out</sub>)";
 */
export class HTML extends Written {
  constructor(options: HTMLOptions = {}) {
    super("HTML", options, []);
  }

  get text(): string {
    return labelled(this.model.state, this.value.replaceAll(/<[^>]*>/gu, ""));
  }

  override get html(): string {
    return `${escape(labelled(this.model.state, ""))}${this.value}`;
  }
}
