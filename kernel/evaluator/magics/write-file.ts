import { appendFileSync, existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, resolve } from "node:path";
import { getSystemErrorMessage } from "node:util";
import { atHome } from "./directory.ts";
import { unquoted } from "./environment.ts";

/** Loaded by the first file that is written: most notebooks write none. */
const library = () => createRequire(import.meta.url)("write-file-atomic") as typeof import("write-file-atomic");

/** `%%writefile`: a file is replaced whole or not at all. */
export function writeFile(path: string, text: string, append: boolean): void {
  const name = unquoted(path);
  const file = resolve(atHome(name));
  const folder = dirname(file);
  if (!existsSync(folder))
    throw new Error(`%%writefile: there is no folder ${folder}; make it first: !mkdir -p ${folder}`);
  const existed = existsSync(file);
  const failure = failureOf(() => (append ? appendFileSync(file, text) : library().sync(file, text)));
  if (failure !== undefined) {
    throw new Error(
      `%%writefile: expected a file that can be written, received ${file} (${failure}); choose another path`,
    );
  }
  process.stdout.write(`${existed ? (append ? "Appending to" : "Overwriting") : "Writing"} ${name}\n`);
}

/** What the system says, without the file that would have taken the place of the other. */
function failureOf(write: () => void): string | undefined {
  try {
    write();
    return undefined;
  } catch (error) {
    const { errno } = error as NodeJS.ErrnoException;
    if (errno === undefined) throw error;
    return getSystemErrorMessage(errno);
  }
}
