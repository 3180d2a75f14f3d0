import { spawnSync } from "node:child_process";
import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll } from "vitest";

const launcher = fileURLToPath(new URL("../../../bin/sepconv.js", import.meta.url));

/** Registers the kernel in a folder of its own for the tests of a file, and runs Python programs that find it there. */
export function registerKernel() {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "sepconv-jupyter-")));
  beforeAll(() => void spawnSync(process.execPath, [launcher, "install", "--prefix", folder]));
  afterAll(() => rmSync(folder, { recursive: true }));

  const run = (python: string, args: string[], { input = "", cwd = folder } = {}) =>
    spawnSync(python, args, {
      encoding: "utf8",
      input,
      cwd,
      env: { ...process.env, JUPYTER_PATH: join(folder, "share", "jupyter"), SEPCONV_HISTORY: join(folder, "history") },
    });
  return { folder, run };
}
