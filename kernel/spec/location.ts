import { execFileSync } from "node:child_process";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import process from "node:process";
import { Refusal } from "../refusal.ts";

/** Where to install: for this user, below a prefix, or in the environment of the python3 on PATH. */
export type Target = { kind: "user" } | { kind: "prefix"; prefix: string } | { kind: "sys-prefix" };

/** The folder in which Jupyter looks for kernelspecs, for a target. */
export function kernelsFolder(target: Target): string {
  switch (target.kind) {
    case "user":
      return join(userData(), "kernels");
    case "prefix":
      return join(resolve(target.prefix), "share", "jupyter", "kernels");
    case "sys-prefix":
      return join(sysPrefix(), "share", "jupyter", "kernels");
  }
}

/**
 * The folder in which Jupyter keeps what belongs to this user.
 *
 * @see https://docs.jupyter.org/en/latest/use/jupyter-directories.html
 */
export function userData(): string {
  const { JUPYTER_DATA_DIR, XDG_DATA_HOME, APPDATA } = process.env;
  if (JUPYTER_DATA_DIR) return resolve(JUPYTER_DATA_DIR);
  if (process.platform === "darwin") return join(homedir(), "Library", "Jupyter");
  if (process.platform === "win32") return join(APPDATA || join(homedir(), "AppData", "Roaming"), "jupyter");
  return join(XDG_DATA_HOME || join(homedir(), ".local", "share"), "jupyter");
}

function sysPrefix(): string {
  try {
    return execFileSync("python3", ["-c", "import sys; print(sys.prefix)"], { encoding: "utf8" }).trim();
  } catch (error) {
    throw new Refusal(
      `expected --sys-prefix to find python3, received "${(error as Error).message}"; activate its environment, or use --prefix DIR`,
    );
  }
}
