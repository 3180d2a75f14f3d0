import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Refusal } from "../refusal.ts";

/** What an installation says of itself. */
export interface Manifest {
  variant: string;
  wheel: string;
  version: string;
  tfjsNode: string;
}

/** The manifest of the installation in a folder; undefined when there is none. */
export function installedIn(folder: string): Manifest | undefined {
  try {
    return JSON.parse(readFileSync(join(folder, "installation.json"), "utf8"));
  } catch {
    return undefined;
  }
}

/** @throws Refusal  when a folder holds what is not ours */
export function checkReplaceable(folder: string): void {
  if (installedIn(folder) !== undefined || !existsSync(folder) || readdirSync(folder).length === 0) return;
  const remedy = "empty it, or choose another by SEPCONV_TENSORFLOW=FOLDER";
  throw new Refusal(`expected an installation of TensorFlow in ${folder}, received other files; ${remedy}`);
}
