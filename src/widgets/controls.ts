import { refuse, show } from "../errors.ts";
import { Checkbox } from "./checkbox.ts";
import { type Choices, Dropdown } from "./dropdown.ts";
import { FloatSlider } from "./float-slider.ts";
import { IntSlider } from "./int-slider.ts";
import { type Range, rangeNames } from "./slider.ts";
import { Text } from "./text.ts";
import { ValueWidget } from "./value-widget.ts";

/** What stands for a widget: a range, choices, a boolean, a string; or a widget itself. */
export type Control =
  | (Range & { min: number; max: number })
  | Choices<unknown>
  | boolean
  | string
  | ValueWidget<unknown>;

/** What the function gets for a control. */
export type ValueOf<C> =
  C extends ValueWidget<infer Value>
    ? Value
    : C extends boolean
      ? boolean
      : C extends string
        ? string
        : C extends readonly (infer Value)[]
          ? Value
          : C extends { min: number; max: number }
            ? number
            : C extends Readonly<Record<string, infer Value>>
              ? Value
              : never;

/** The widget that a control stands for, named as it is. */
export function toWidget(name: string, control: Control): ValueWidget<unknown> {
  if (control instanceof ValueWidget) return control;
  const description = name;
  if (typeof control === "boolean") return new Checkbox({ value: control, description });
  if (typeof control === "string") return new Text({ value: control, description });
  if (isRange(control)) {
    const numbers = [control.min, control.max, control.step ?? 1, control.value ?? control.min];
    const Slider = numbers.every(Number.isInteger) ? IntSlider : FloatSlider;
    return new Slider({ value: control.min, ...control, description });
  }
  if (typeof control === "object" && control !== null) return new Dropdown({ options: control, description });
  return refuse(
    "widgets.interact",
    `${name} to be a range, choices, a boolean, a string or a widget`,
    show(control),
    "write { min: 1, max: 9 } or [1, 2, 4]",
  );
}

/** A record of choices may well have two that are called min and max, but not these alone. */
const isRange = (control: Control): control is Range & { min: number; max: number } =>
  typeof control === "object" &&
  !Array.isArray(control) &&
  "min" in control &&
  "max" in control &&
  Object.keys(control).every((name) => rangeNames.some((known) => known === name));
