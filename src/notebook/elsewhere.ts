import { inspect } from "node:util";

export type MimeBundle = Record<string, unknown>;

/** The method by which a value shows itself in a notebook: it returns a MIME bundle. Kernels look for it by this name. */
export const jupyterDisplay: unique symbol = Symbol.for("Jupyter.display");

type Raw = { raw(type: string, content: unknown): void };

/** What the kernels of others put into the global scope. */
interface Surroundings {
  Deno?: { jupyter?: Jupyter };
  __tslab__?: { require(name: "tslab"): { newDisplay(): Raw } };
}

/** Deno's notebook interface. */
interface Jupyter {
  display(value: unknown, options: { display_id: string; update: boolean }): unknown;
  broadcast(type: "clear_output", content: { wait: boolean }): unknown;
}

/** How values are shown where this project's kernel is not: in Deno's notebooks, in tslab's, or in a terminal; one after the other. */
export function beginDisplay(id: string): (value: unknown) => Promise<void> {
  const showIn = place(id);
  let last = Promise.resolve();
  return (value) => {
    const next = () => showIn(value);
    return (last = last.then(next, next));
  };
}

function place(id: string): (value: unknown) => Promise<void> {
  const deno = jupyterOfDeno();
  if (deno) {
    let update = false;
    return async (value) => {
      await deno.display(value, { display_id: id, update });
      update = true;
    };
  }
  const { __tslab__: tslab } = globalThis as Surroundings;
  const ofTslab = tslab?.require("tslab").newDisplay();
  return async (value) => {
    const bundle = await mimeBundle(value);
    if (ofTslab) ofTslab.raw(...richest(bundle));
    else console.log(bundle["text/plain"]);
  };
}

/** It throws where it is touched outside of a notebook. */
export function jupyterOfDeno(): Jupyter | undefined {
  try {
    return (globalThis as Surroundings).Deno?.jupyter;
  } catch {
    return undefined;
  }
}

/** The first form that is more than text, if there is one: tslab takes one at a time. */
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
