import { display, jupyterDisplay } from "../display.ts";
import type { MimeBundle } from "../notebook/elsewhere.ts";

/** A value whose MIME bundle is there. */
class Settled {
  readonly bundle: MimeBundle;

  constructor(bundle: MimeBundle) {
    this.bundle = bundle;
  }

  [jupyterDisplay](): MimeBundle {
    return this.bundle;
  }
}

const nothing = new Settled({ "text/plain": "" });

/** Waits for the bundle of a value that shows itself, so that the bundle of a later one cannot overtake it. */
export const settled = async (value: unknown): Promise<unknown> =>
  isDisplayable(value) ? new Settled(await value[jupyterDisplay]()) : value;

const isDisplayable = (value: unknown): value is { [jupyterDisplay](): MimeBundle | Promise<MimeBundle> } =>
  typeof value === "object" && value !== null && jupyterDisplay in value;

/** A place in a cell's output, empty at first, in which results follow each other. */
export class Place {
  readonly #display = display(nothing);

  /** Shows a settled result instead of the one before; nothing for undefined. */
  async show(result: unknown): Promise<void> {
    await this.#display.update(result ?? nothing);
  }
}
