import { labelled, type ControlOptions } from "./widget.ts";
import { Written } from "./written.ts";

export interface TextOptions extends ControlOptions {
  value?: string;
  /** whether it tells of its value at every key, and not only at Enter; default true */
  continuousUpdate?: boolean;
}

/**
 * A line of text to write in.
 *
 * @example
 * const title = new widgets.Text({ value: "Depthwise", description: "title" });
 * title.onChange((text) => console.log(text));
 */
export class Text extends Written {
  constructor(options: TextOptions = {}) {
    const { disabled = false, continuousUpdate = true } = options;
    super("Text", options, ["disabled", "continuousUpdate"], { disabled, continuous_update: continuousUpdate });
  }

  get text(): string {
    return labelled(this.model.state, this.value);
  }
}
