import { Slider, type SliderOptions } from "./slider.ts";

/**
 * A slider over whole numbers, from 0 to 100 by default.
 *
 * @throws  when the numbers make no range
 * @example
 * const size = new widgets.IntSlider({ min: 1, max: 7, step: 2, value: 3, description: "kernel size" });
 * const stop = size.onChange((value) => console.log(`${value} × ${value}`));
 * size.value = 5; // moves it in the notebook, too, and prints 5 × 5
 * stop();
 * await display(size);
 */
export class IntSlider extends Slider {
  constructor(options: SliderOptions = {}) {
    super({ name: "IntSlider", step: 1, format: "d", round: Math.round }, options);
  }
}
