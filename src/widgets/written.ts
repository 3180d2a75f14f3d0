import { checkNames } from "../arguments.ts";
import { refuse, show } from "../errors.ts";
import type { State } from "./model.ts";
import { ValueWidget } from "./value-widget.ts";
import { type ControlOptions, described } from "./widget.ts";

/** A widget whose value is a string. */
export abstract class Written extends ValueWidget<string> {
  readonly #who: string;

  constructor(
    name: "Text" | "HTML" | "Label",
    options: ControlOptions & { value?: string },
    known: readonly string[],
    state: State = {},
  ) {
    const who = `widgets.${name}`;
    checkNames(who, options, ["value", "description", "layout", ...known]);
    const { value = "" } = options;
    const given = { ...described(options), placeholder: "\u200B", value: toText(who, value) };
    super({ name, style: name, state: { ...given, ...state }, options });
    this.#who = who;
  }

  protected toState(value: unknown): string {
    return toText(this.#who, value);
  }
}

function toText(who: string, value: unknown): string {
  if (typeof value !== "string") refuse(who, "value to be a string", show(value), "write `${…}` around it");
  return value;
}
