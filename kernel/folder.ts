import { accessSync, constants, existsSync, mkdirSync, statSync } from "node:fs";
import { rename } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
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

/**
 * Moves a folder to a place in one step. What lies there, also what another installer puts there meanwhile, goes to the folder
 * `aside`, on the same disk.
 */
export async function replaceFolder(destination: string, fresh: string, aside: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await rename(fresh, destination);
      return;
    } catch (error) {
      if (attempt === ATTEMPTS || !OCCUPIED.has((error as NodeJS.ErrnoException).code ?? "")) throw error;
      await rename(destination, join(aside, `old-${attempt}`)).catch(unlessGone);
    }
  }
}

const ATTEMPTS = 10;
// a file, or a link to a folder, counts as occupied, too; EPERM is what Windows says of a folder
const OCCUPIED = new Set(["ENOTEMPTY", "EEXIST", "ENOTDIR", "EPERM"]);

function unlessGone(error: NodeJS.ErrnoException): void {
  if (error.code !== "ENOENT") throw error;
}
