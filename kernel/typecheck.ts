import { Refusal } from "./refusal.ts";

const MODES = ["on", "warn", "off"] as const;

/** What a type error does to a cell: stops it before it runs, is shown on stderr, or nothing. */
export type Typecheck = (typeof MODES)[number];

/**
 * The mode that an option or an environment variable names.
 * @throws Refusal  when it is none
 */
export function typecheckOf(name: string, value: string): Typecheck {
  const mode = MODES.find((known) => known === value);
  if (mode === undefined) throw new Refusal(`expected ${name} to be ${MODES.join(", ")}, received "${value}"`);
  return mode;
}
