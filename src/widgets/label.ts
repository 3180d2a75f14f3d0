import { labelled, type DescribedOptions } from "./widget.ts";
import { Written } from "./written.ts";

export interface LabelOptions extends DescribedOptions {
  value?: string;
}

/**
 * Words among widgets, which cells change.
 *
 * @example
 * const cost = new widgets.Label({ value: "576 parameters" });
 * cost.value = "73 parameters";
 */
export class Label extends Written {
  constructor(options: LabelOptions = {}) {
    super("Label", options, []);
  }

  get text(): string {
    return labelled(this.model.state, this.value);
  }
}
