import { types } from "node:util";
import { display } from "../display.ts";
import { refuse, show } from "../errors.ts";
import { jupyterDisplay } from "../notebook/elsewhere.ts";
import { VBox } from "./box.ts";
import { type Control, toWidget, type ValueOf } from "./controls.ts";
import { kernelComm } from "./kernel-comm.ts";
import { latest } from "./latest.ts";
import { Place, settled } from "./place.ts";
import type { ValueWidget } from "./value-widget.ts";

type Controls = Readonly<Record<string, Control>>;

/** What the function is called with: a value for each control, by its name. */
export type Values<C extends Controls> = { -readonly [Name in keyof C]: ValueOf<C[Name]> };

/** Controls and what a function makes of their values; as a promise it is kept when the first picture is shown. */
export interface Interaction<C extends Controls> extends Promise<void> {
  /** The widget of each control: `interaction.widgets.groups.value = 4`. */
  readonly widgets: { -readonly [Name in keyof C]: ValueWidget<ValueOf<C[Name]>> };
  /** Takes the controls away; the last picture stays. */
  close(): void;
}

/** What is written below controls that cannot move: seen where there is no frontend, or no kernel. */
const NOTE = "The controls move in JupyterLab, with the kernel of sepconv.";
const withNote = (box: VBox) => ({
  [jupyterDisplay]: () => ({
    ...box[jupyterDisplay](),
    "text/html": `${box.html}<div><small>${NOTE}</small></div>`,
    "text/plain": `${box.text}\n${NOTE}`,
  }),
});

/**
 * Shows controls and, below them, what a function makes of their values; whenever one changes, the function is called again and its result
 * takes the place of the former. While a slow one runs, only the latest values wait. An error of the
 * first call is the cell's; a later one is shown in the same place.
 *
 * | control                                  | widget                                                                     |
 * | ---------------------------------------- | -------------------------------------------------------------------------- |
 * | `[1, 2, 4]`, `{ label: value }`          | Dropdown; an array is always choices, also one of two numbers               |
 * | `{ min: 1, max: 64, step?, value? }`     | IntSlider, or FloatSlider where not all are whole; begins at `value` or `min` |
 * | `true`, `"text"`                         | Checkbox, Text                                                             |
 * | a widget                                 | itself, as `new widgets.Play({ max: 8 })`                                  |
 *
 * Kernels other than this project's, and scripts, show the first result and a picture of the controls. When the page is loaded again the
 * controls come back and call the function, but JupyterLab has lost the place of the result until the cell is run again. What the function
 * prints goes to JupyterLab's log: return it to see it.
 *
 * @param fn        gets an object of the values and returns a figure or anything else that is to be shown, or a promise of it, or nothing
 * @param controls  what it may be called with, by name
 * @returns         the widgets; await it to know that the first result is shown
 * @throws          when a control stands for no widget
 * @example
 * await widgets.interact(({ groups, kernelSize }) => plot.groups({ inChannels: 8, outChannels: 8, groups, kernelSize }), {
 *   groups: [1, 2, 4, 8],
 *   kernelSize: { min: 1, max: 7, step: 2, value: 3 },
 * });
 * @see https://ipywidgets.readthedocs.io/en/stable/examples/Using%20Interact.html
 */
export function interact<const C extends Controls>(fn: (values: Values<C>) => unknown, controls: C): Interaction<C> {
  const who = "widgets.interact";
  if (typeof fn !== "function")
    refuse(who, "a function first", show(fn), "write interact(({ groups }) => …, { groups: [1, 2] })");
  if (typeof controls !== "object" || controls === null || Array.isArray(controls)) {
    refuse(who, "an object of controls", show(controls), "write { groups: [1, 2, 4] }");
  }
  const entries = Object.entries(controls).map(([name, control]) => [name, toWidget(name, control)] as const);
  const byName = Object.fromEntries(entries) as Interaction<C>["widgets"];
  const box = new VBox(entries.map(([, widget]) => widget));
  const values = () => Object.fromEntries(entries.map(([name, { value }]) => [name, value])) as Values<C>;
  let place: Place | undefined;
  let begun = false;
  const isLive = kernelComm() !== undefined;

  const run = latest(
    async (given: Values<C>) => {
      try {
        return await settled(await fn(given));
      } catch (error) {
        // the first call is a part of the cell, which fails by it
        if (!isLive || !begun) throw withOwnCalls(error);
        return withOwnCalls(error);
      }
    },
    async (result) => {
      if (place) await place.show(result);
      else if (result !== undefined) await display(result);
    },
  );
  const stops = entries.map(([, widget]) => widget.onChange(() => run(values())));
  const begin = async () => {
    await display(withNote(box));
    if (isLive) place = new Place();
    try {
      await run(values());
    } finally {
      begun = true;
    }
  };
  const close = () => {
    for (const stop of stops) stop();
    for (const widget of [...box.children, box]) widget.close();
  };
  return Object.assign(begin(), { widgets: byName, close });
}

/** An error that tells by which calls the function came to it, and not by which the controls came to the function. */
function withOwnCalls(error: unknown): unknown {
  if (!types.isNativeError(error)) return error;
  const lines = error.stack?.split("\n") ?? [];
  const end = lines.findIndex((line) => line.includes(import.meta.filename));
  if (end > 0) error.stack = lines.slice(0, end).join("\n");
  return error;
}
