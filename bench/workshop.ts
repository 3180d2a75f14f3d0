import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";

export const root = join(import.meta.dirname, "..");

/** Where benches put what they build, install and write; git ignores it. */
export const workshop = join(root, "build/bench");

/** The version of a package that is installed in a folder. */
export function versionIn(folder: string, name: string): string {
  const manifest = JSON.parse(readFileSync(join(folder, "node_modules", name, "package.json"), "utf8"));
  return (manifest as { version: string }).version;
}

/** @throws  with all that was printed, when the command fails */
export function run(command: string, args: string[]): void {
  const { status, stdout, stderr, error } = spawnSync(command, args, { encoding: "utf8" });
  if (status !== 0) throw new Error(`${[command, ...args].join(" ")} failed: ${error?.message ?? stderr + stdout}`);
}
