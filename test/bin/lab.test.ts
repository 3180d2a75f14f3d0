import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";

const checkout = fileURLToPath(new URL("../..", import.meta.url));
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "sepconv-lab-"));
  for (const path of ["bin", "package.json", "requirements.txt"]) {
    await cp(join(checkout, path), join(folder, path), { recursive: true });
  }
  await mkdir(join(folder, "path"));
});
afterEach(() => rm(folder, { recursive: true }));

/** Puts a python3 of a version on PATH, which can make no environment, as Debian's without python3-venv. */
const pythonOf = (version: string) =>
  writeFile(join(folder, "path", "python3"), `#!/bin/sh\n[ "$1" = -c ] && echo ${version}\n`, { mode: 0o755 });

const lab = () =>
  spawnSync(process.execPath, [join(folder, "bin", "lab.js")], {
    encoding: "utf8",
    env: { PATH: join(folder, "path") },
  });

test("without Python says what is needed and what works without it", () => {
  const { status, stderr } = lab();
  expect(stderr).toContain("expected Python 3.10 or newer on PATH for JupyterLab, received none");
  expect(stderr).toContain("npm start");
  expect(status).toBe(1);
});

test("with an old Python says which it found", async () => {
  await pythonOf("3 8");
  expect(lab()).toMatchObject({ status: 1, stderr: expect.stringContaining("received python3 3.8") });
});

test("with a Python that makes no environments names the package that mends it", async () => {
  await pythonOf("3 12");
  expect(lab()).toMatchObject({ status: 1, stderr: expect.stringContaining("apt install python3-venv") });
});

test("makes an environment afresh whose making was interrupted, and keeps one that it did not make", async () => {
  await pythonOf("3 12");
  lab();
  await writeFile(join(folder, ".venv", "half"), "");
  lab();
  expect(existsSync(join(folder, ".venv", "half"))).toBe(false);

  await rm(join(folder, ".venv"), { recursive: true });
  await mkdir(join(folder, ".venv"));
  await writeFile(join(folder, ".venv", "own"), "");
  lab();
  expect(existsSync(join(folder, ".venv", "own"))).toBe(true);
});
