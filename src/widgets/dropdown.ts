import { isDeepStrictEqual } from "node:util";
import { checkNames } from "../arguments.ts";
import { refuse, show } from "../errors.ts";
import { ValueWidget } from "./value-widget.ts";
import { type ControlOptions, described, labelled } from "./widget.ts";

/** Values that are their own labels, or values by their labels. */
export type Choices<Value> = readonly Value[] | Readonly<Record<string, Value>>;

export interface DropdownOptions<Value> extends ControlOptions {
  options: Choices<Value>;
  /** default the first */
  value?: Value;
}

const who = "widgets.Dropdown";

/**
 * One value of several, of any type; labels are for readers, cells get the value.
 *
 * @throws  when there is no option, or the value is none of them
 * @example
 * const groups = new widgets.Dropdown({ options: [1, 2, 4], value: 2, description: "groups" });
 * const filter = new widgets.Dropdown({ options: { Sobel: spatial.kernels.sobelX, blur: spatial.kernels.box(3) } });
 * await display(plot.kernel(filter.value));
 * groups.value = 4;
 */
export class Dropdown<const Value> extends ValueWidget<Value> {
  readonly #values: readonly Value[];

  constructor(options: DropdownOptions<Value>) {
    checkNames(who, options, ["options", "value", "description", "disabled", "layout"]);
    const [labels, values] = toChoices(options.options);
    const index = options.value === undefined ? 0 : indexOf(values, options.value);
    const { disabled = false } = options;
    super(
      {
        name: "Dropdown",
        style: "Description",
        state: { ...described(options), _options_labels: labels, disabled, index },
        options,
      },
      "index",
    );
    this.#values = values;
  }

  get text(): string {
    const { index, _options_labels } = this.model.state as { index: number; _options_labels: string[] };
    return labelled(this.model.state, `${_options_labels[index]} (${_options_labels.join(", ")})`);
  }

  protected toState(value: unknown): number {
    return indexOf(this.#values, value);
  }

  protected override fromState(state: unknown): Value {
    return this.#values[state as number]!;
  }

  protected override accepted(state: unknown): number {
    const index = Number(state);
    if (!(index in this.#values) || state === null)
      refuse(who, "the index of an option", show(state), "choose another");
    return index;
  }
}

function toChoices<Value>(options: Choices<Value>): [labels: string[], values: readonly Value[]] {
  if (typeof options !== "object" || options === null) {
    refuse(who, "options to be an array or a record", show(options), 'write [1, 2, 4] or { "two": 2 }');
  }
  const values: readonly Value[] = Array.isArray(options) ? options : Object.values(options);
  if (values.length === 0) refuse(who, "options to hold some", show(options), "give at least one");
  const labels = Array.isArray(options)
    ? values.map((value) => (typeof value === "string" ? value : show(value)))
    : Object.keys(options);
  return [labels, values];
}

function indexOf(values: readonly unknown[], value: unknown): number {
  const index = values.findIndex((one) => isDeepStrictEqual(one, value));
  if (index < 0) refuse(who, "value to be one of the options", show(value), `choose among ${show(values)}`);
  return index;
}
