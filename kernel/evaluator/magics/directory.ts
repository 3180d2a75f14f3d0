import { statSync } from "node:fs";
import { homedir } from "node:os";
import { resolve } from "node:path";
import { unquoted } from "./environment.ts";

let previous: string | undefined;

/** `%cd`: changes the current directory, and prints it. */
export function cd(...parts: unknown[]): void {
  const target = unquoted(parts.map(String).join("").trim());
  if (target === "-" && previous === undefined)
    throw new Error("%cd -: there is no directory before this one; no %cd has been made");
  const from = process.cwd();
  const to = target === "-" && previous !== undefined ? previous : resolve(atHome(target || "~"));
  if (!statSync(to, { throwIfNoEntry: false })?.isDirectory()) {
    throw new Error(`%cd: expected a folder, received "${target}"; there is no folder ${to}`);
  }
  process.chdir(to);
  previous = from;
  process.stdout.write(`${process.cwd()}\n`);
}

/** A path whose `~` is the home directory. */
export const atHome = (path: string): string => path.replace(/^~(?=$|[\\/])/, () => homedir());
