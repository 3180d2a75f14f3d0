import { inspect } from "node:util";

/** The method by which a value shows itself in a notebook: it returns a MIME bundle. Kernels look for it by this name. */
export const jupyterDisplay: unique symbol = Symbol.for("Jupyter.display");

type MimeBundle = Record<string, unknown>;
type Show = (value: unknown) => unknown;

/** What kernels put into the global scope. */
interface Surroundings {
  display?: Show;
  Deno?: { jupyter?: { display: Show } };
  __tslab__?: { require(name: "tslab"): { display: { raw(type: string, content: unknown): void } } };
}

/** The kernel's own display, read at once: an import of this module's puts that in its place. */
const { display: ofKernel } = globalThis as Surroundings;

/**
 * Shows a value in whatever kernel runs: this project's and others that have a global `display`, Deno's, or tslab, which
 * gets the richest form of the value. Outside of a notebook it prints the value's text.
 *
 * @param value  a figure, or anything else
 * @example
 * await display(plot.kernel(spatial.kernels.sobelX));
 */
export async function display(value: unknown): Promise<void> {
  if (typeof ofKernel === "function") return void (await ofKernel(value));
  const { Deno, __tslab__: tslab } = globalThis as Surroundings;
  const deno = Deno && jupyterOf(Deno);
  if (deno) return void (await deno.display(value));
  const bundle = await mimeBundle(value);
  if (tslab) tslab.require("tslab").display.raw(...richest(bundle));
  else console.log(bundle["text/plain"]);
}

/** Deno's notebook interface, which throws where it is touched outside of a notebook. */
function jupyterOf(deno: NonNullable<Surroundings["Deno"]>): { display: Show } | undefined {
  try {
    return deno.jupyter;
  } catch {
    return undefined;
  }
}

/** The first form that is more than text, if there is one. */
function richest(bundle: MimeBundle): [type: string, content: unknown] {
  const type = Object.keys(bundle).find((name) => name !== "text/plain") ?? "text/plain";
  return [type, bundle[type]];
}

/** The forms in which a value shows itself. */
async function mimeBundle(value: unknown): Promise<MimeBundle> {
  if (isDisplayable(value)) return value[jupyterDisplay]();
  return { "text/plain": typeof value === "string" ? value : inspect(value) };
}

function isDisplayable(value: unknown): value is { [jupyterDisplay](): MimeBundle | Promise<MimeBundle> } {
  return typeof value === "object" && value !== null && jupyterDisplay in value;
}
