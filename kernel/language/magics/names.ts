import type { Program } from "oxc-parser";
import { outline } from "../outline.ts";

/** What a cell can name without declaring it: the globals of Node, which this process has, too. */
const GLOBALS: ReadonlySet<string> = new Set(Object.getOwnPropertyNames(globalThis));

/** The names of the notebook, and those that the text above declares. */
export function namesFor(declared: ReadonlySet<string>, program: Program, source: string): ReadonlySet<string> {
  return new Set([...declared, ...outline(program, source).map(({ name }) => name)]);
}

export const isKnown = (name: string, names: ReadonlySet<string>): boolean => names.has(name) || GLOBALS.has(name);
