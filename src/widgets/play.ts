import { checkNames } from "../arguments.ts";
import { refuse, show } from "../errors.ts";
import { toNumber, toRange } from "./slider.ts";
import { ValueWidget } from "./value-widget.ts";
import { type ControlOptions, described, labelled } from "./widget.ts";

export interface PlayOptions extends ControlOptions {
  min?: number;
  max?: number;
  step?: number;
  value?: number;
  /** milliseconds from one value to the next; default 100 */
  interval?: number;
  /** whether it begins again at the end; default false */
  repeat?: boolean;
}

const who = "widgets.Play";

/**
 * Buttons that play through whole numbers, as an animation does: the frontend counts, and tells each number.
 *
 * @throws  when the numbers make no range
 * @example
 * const step = new widgets.Play({ max: 8, interval: 400 });
 * await widgets.interact(({ step }) => `step ${step}`, { step });
 */
export class Play extends ValueWidget<number> {
  constructor(options: PlayOptions = {}) {
    checkNames(who, options, [
      "min",
      "max",
      "step",
      "value",
      "interval",
      "repeat",
      "description",
      "disabled",
      "layout",
    ]);
    const { interval = 100, repeat = false, disabled = false } = options;
    if (!(interval > 0)) refuse(who, "interval to be milliseconds above 0", show(interval), "leave it out for 100");
    const range = toRange(who, options, Math.round);
    const state = { ...described(options), ...range, disabled, interval, playing: false, repeat, show_repeat: true };
    super({ name: "Play", style: "Description", state, options });
  }

  get text(): string {
    const { min, max } = this.#range;
    return labelled(this.model.state, `▶ ${this.value} (${min} … ${max})`);
  }

  protected toState(value: unknown): number {
    return toNumber(who, "value", value, Math.round, this.#range);
  }

  get #range(): { min: number; max: number } {
    return this.model.state as { min: number; max: number };
  }
}
