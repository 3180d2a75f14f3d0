import { checkNames } from "../arguments.ts";
import { refuse, show } from "../errors.ts";
import { ValueWidget } from "./value-widget.ts";
import { type ControlOptions, described, labelled } from "./widget.ts";

/** The numbers that a slider leads to. */
export interface Range {
  min?: number;
  max?: number;
  step?: number;
  /** default the one of `min` and `max` that is nearer to 0, or 0 between them */
  value?: number;
  /** whether it tells of its values already while it is dragged; default true */
  continuousUpdate?: boolean;
}

export interface SliderOptions extends Range, ControlOptions {}

/** In what the two kinds of sliders differ. */
interface SliderKind {
  name: "IntSlider" | "FloatSlider";
  step: number;
  format: string;
  round: (value: number) => number;
}

export const rangeNames = ["min", "max", "step", "value", "continuousUpdate"] as const;
const known = [...rangeNames, "description", "disabled", "layout"];

/** A number between two others, chosen by dragging. */
export abstract class Slider extends ValueWidget<number> {
  readonly #kind: SliderKind;

  constructor(kind: SliderKind, options: SliderOptions) {
    const { name, format, round } = kind;
    const who = `widgets.${name}`;
    checkNames(who, options, known);
    const { disabled = false, continuousUpdate = true } = options;
    const { min, max, step, value } = toRange(who, { step: kind.step, ...options }, round);
    const state = {
      ...described(options),
      behavior: "drag-tap",
      continuous_update: continuousUpdate,
      disabled,
      max,
      min,
      orientation: "horizontal",
      readout: true,
      readout_format: format,
      step,
      value,
    };
    super({ name, style: "Slider", state, options });
    this.#kind = kind;
  }

  get text(): string {
    const { min, max } = this.#range;
    return labelled(this.model.state, `${this.value} (${min} … ${max})`);
  }

  protected toState(value: unknown): number {
    return toNumber(`widgets.${this.#kind.name}`, "value", value, this.#kind.round, this.#range);
  }

  get #range(): { min: number; max: number } {
    return this.model.state as { min: number; max: number };
  }
}

/** The range of a slider, or of what plays through it, with a value in it. */
export function toRange(
  who: string,
  { min = 0, max = 100, step = 1, value = 0 }: Range,
  round: (value: number) => number,
): Required<Omit<Range, "continuousUpdate">> {
  const least = toNumber(who, "min", min, round);
  const most = toNumber(who, "max", max, round);
  if (most < least) refuse(who, `max to be at least min = ${least}`, show(max), "swap them");
  if (!(step > 0) || step !== round(step)) {
    refuse(who, `step to be a ${round(0.5) === 0.5 ? "" : "whole "}number above 0`, show(step), "leave it out for 1");
  }
  return { min: least, max: most, step, value: toNumber(who, "value", value, round, { min: least, max: most }) };
}

/** A finite number, rounded and moved into the range. */
export function toNumber(
  who: string,
  name: string,
  value: unknown,
  round: (value: number) => number,
  { min, max } = { min: -Infinity, max: Infinity },
): number {
  if (typeof value !== "number" || !Number.isFinite(value)) {
    refuse(who, `${name} to be a finite number`, show(value), "give a number");
  }
  return Math.min(max, Math.max(min, round(value)));
}
