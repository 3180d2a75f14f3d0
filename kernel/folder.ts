import { accessSync, constants, existsSync, mkdirSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { Refusal } from "./refusal.ts";

/**
 * Makes a folder that can be written, and those above it that are missing.
 *
 * @throws Refusal  when something else lies there, or the system does not let it be made or written
 */
export function makeFolder(path: string): void {
  try {
    makeMissing(path);
    accessSync(path, constants.W_OK);
  } catch (error) {
    throw new Refusal(
      `expected a folder that can be written, received "${path}" (${(error as Error).message}); choose another`,
    );
  }
}

/**
 * Makes a folder and those above it that are missing. It goes step by step, since Node's own recursive way never ends where the
 * system refuses with ENOENT, as below /proc.
 *
 * @param mode  of the folders that are made
 * @throws      when something else lies there, or the system refuses
 */
export function makeMissing(path: string, mode?: number): void {
  for (const folder of missing(resolve(path))) {
    try {
      mkdirSync(folder, { mode });
    } catch (error) {
      // another process may have made it meanwhile
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
  }
}

/** From the outermost. */
function missing(folder: string): string[] {
  if (!existsSync(folder)) return dirname(folder) === folder ? [] : [...missing(dirname(folder)), folder];
  if (statSync(folder).isDirectory()) return [];
  throw new Error(`${folder} is a file`);
}
