import { readdirSync } from "node:fs";
import { join } from "node:path";
import { Refusal } from "../refusal.ts";
import type { Python } from "./python.ts";
import { run } from "./run.ts";

/**
 * Downloads wheels by pip, from the index that the user has configured, their checksums checked by pip.
 *
 * @returns  the paths of the wheels in the folder
 * @throws Refusal  when pip does not find or get them
 */
export async function download(
  { path, version }: Python,
  requirements: readonly string[],
  folder: string,
  signal: AbortSignal,
): Promise<string[]> {
  const args = ["-m", "pip", "download", "--disable-pip-version-check", "--no-deps", "--only-binary=:all:"];
  const ended = await run(path, [...args, ...anyPython(version), "--dest", folder, ...requirements], {
    shows: true,
    signal,
  });
  if (ended.code !== 0) {
    const reason = /^ERROR: (.*)/mu.exec(ended.stderr)?.[1] ?? `exit code ${ended.code}`;
    const remedy = "see what pip says above; an index of your own is set by pip's configuration";
    throw new Refusal(`expected pip to download ${requirements.join(", ")}, received "${reason}"; ${remedy}`);
  }
  return readdirSync(folder).map((name) => join(folder, name));
}

/** TensorFlow's wheels are for some Pythons; no Python code of them runs, so that another Python may fetch one of those. */
function anyPython([major, minor]: Python["version"]): string[] {
  if (major === 3 && minor >= OLDEST && minor <= NEWEST) return [];
  const processor = process.arch === "arm64" ? "aarch64" : "x86_64";
  const platforms = GLIBC.map((glibc) => ["--platform", `manylinux${glibc}_${processor}`]);
  return ["--implementation", "cp", "--python-version", `3.${NEWEST}`, ...platforms.flat()];
}

const [OLDEST, NEWEST] = [10, 13];
/** pip takes a wheel for an older glibc only when that is named, too. */
const GLIBC = [...Array.from({ length: 18 }, (_, i) => `_2_${28 - i}`), "2014", "2010"];
