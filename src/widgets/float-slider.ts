import { Slider, type SliderOptions } from "./slider.ts";

/**
 * A slider over numbers, from 0 to 100 in steps of 0.1 by default.
 *
 * @throws  when the numbers make no range
 * @example
 * const sigma = new widgets.FloatSlider({ min: 0.5, max: 3, step: 0.25, value: 1, description: "σ" });
 * sigma.value = 9; // 3, the largest there is
 */
export class FloatSlider extends Slider {
  constructor(options: SliderOptions = {}) {
    super({ name: "FloatSlider", step: 0.1, format: ".2f", round: (value) => value }, options);
  }
}
