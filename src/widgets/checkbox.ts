import { checkNames } from "../arguments.ts";
import { refuse, show } from "../errors.ts";
import { ValueWidget } from "./value-widget.ts";
import { type ControlOptions, described, labelled } from "./widget.ts";

export interface CheckboxOptions extends ControlOptions {
  /** default false */
  value?: boolean;
}

/**
 * Yes or no.
 *
 * @example
 * const bias = new widgets.Checkbox({ value: true, description: "bias" });
 * bias.value = false;
 */
export class Checkbox extends ValueWidget<boolean> {
  constructor(options: CheckboxOptions = {}) {
    checkNames("widgets.Checkbox", options, ["value", "description", "disabled", "layout"]);
    const { value = false, disabled = false } = options;
    const state = { ...described(options), disabled, indent: true, value: toBoolean(value) };
    super({ name: "Checkbox", style: "Checkbox", state, options });
  }

  get text(): string {
    return labelled(this.model.state, this.value ? "☑" : "☐");
  }

  protected toState(value: unknown): boolean {
    return toBoolean(value);
  }
}

function toBoolean(value: unknown): boolean {
  if (typeof value !== "boolean") refuse("widgets.Checkbox", "value to be true or false", show(value), "write true");
  return value;
}
