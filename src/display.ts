import { randomUUID } from "node:crypto";
import { beginDisplay, jupyterDisplay } from "./notebook/elsewhere.ts";
import { forms, type ImageSource } from "./notebook/forms.ts";
import { display as ofKernel } from "./notebook/kernel.ts";

export { jupyterDisplay } from "./notebook/elsewhere.ts";

export interface DisplayOptions {
  /** Displays of one id change together. */
  id?: string;
  /** Jupyter's metadata of an output. */
  metadata?: Record<string, unknown>;
}

export interface ImageDisplayOptions extends DisplayOptions {
  /** In pixels. */
  width?: number;
  height?: number;
}

/** Shows another value, in the same form, in the same place; in a terminal below it. */
export interface DisplayHandle {
  readonly id: string;
  update(value: unknown): Promise<void>;
}

/** A handle at once, and a promise of nothing that is kept when the value is shown. */
export type Displayed = Promise<void> & DisplayHandle;

/**
 * Shows a value in whatever kernel runs: this project's and others that have a global `display`, Deno's, or tslab, which
 * gets the richest form of the value. Outside of a notebook it prints the value's text. `display.html`, `markdown`, `svg`,
 * `image` and `json` show a value in that form.
 *
 * @param value    a figure, or anything else
 * @param options  id and metadata, for kernels that know them
 * @returns        a handle whose `update` shows another value in the same place; await it to know that the value is shown
 * @example
 * await display(plot.kernel(spatial.kernels.sobelX));
 * const progress = display.markdown("**0 %**");
 * await progress.update("**50 %**");
 */
export const display = Object.assign(
  (value: unknown, options?: DisplayOptions): Displayed => show(ofKernel, (one) => one, value, options),
  {
    html: (html: string, options?: DisplayOptions) => inForm("html", html, options),
    markdown: (markdown: string, options?: DisplayOptions) => inForm("markdown", markdown, options),
    svg: (svg: string, options?: DisplayOptions) => inForm("svg", svg, options),
    image: (image: ImageSource, options?: ImageDisplayOptions) => inForm("image", image, options),
    json: (value: unknown, options?: DisplayOptions) => inForm("json", value, options),
  },
);

/** By the kernel's own form, or else as a value that shows itself so. */
function inForm(form: keyof typeof forms, value: unknown, options?: DisplayOptions): Displayed {
  const own = ofKernel?.[form];
  return own
    ? show(own, (one) => one, value, options)
    : show(ofKernel, (one) => ({ [jupyterDisplay]: () => forms[form](one) }), value, options);
}

function show(
  kernel: typeof ofKernel,
  form: (value: unknown) => unknown,
  value: unknown,
  { id = randomUUID(), ...options }: DisplayOptions = {},
): Displayed {
  const place = kernel ? inKernel(kernel, { id, ...options }) : beginDisplay(id);
  return Object.assign(place(form(value)), { id, update: (next: unknown) => place(form(next)) });
}

/** Without a wait before the kernel is called: a loop that never yields shows its progress, too. */
function inKernel(kernel: NonNullable<typeof ofKernel>, options: DisplayOptions): (value: unknown) => Promise<void> {
  let shown: unknown;
  return async (value) => {
    if (isHandle(shown)) return shown.update(value);
    shown = kernel(value, options);
    await shown;
  };
}

const isHandle = (value: unknown): value is DisplayHandle =>
  typeof value === "object" && value !== null && "id" in value && "update" in value;
