import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { Refusal } from "../refusal.ts";
import { findProgram } from "./programs.ts";
import { lastLine, run } from "./run.ts";

/** A Python that has pip. */
export interface Python {
  path: string;
  /** [3, 12] */
  version: [number, number];
}

/**
 * The Python whose pip downloads.
 *
 * @param asked  the path of one, or what "python3" means: that of the active environment, on PATH, or in .venv of this folder
 * @throws Refusal  when it, or each that is here, lacks pip
 */
export async function findPython(asked: string | undefined): Promise<Python> {
  const tried: string[] = [];
  for (const path of asked === undefined ? candidates() : [asked]) {
    const ended = await run(path, ["-c", "import sys, pip; print(*sys.version_info[:2])"]);
    const [major, minor] = ended.stdout.split(" ").map(Number);
    if (ended.code === 0 && major !== undefined && minor !== undefined) return { path, version: [major, minor] };
    tried.push(`${path} (${lastLine(ended)})`);
  }
  const remedy = `install one (apt install python3-pip), or name one by --python PATH`;
  throw new Refusal(`expected a Python with pip, received ${tried.join(" and ") || "none on PATH"}; ${remedy}`);
}

function candidates(): string[] {
  const { VIRTUAL_ENV } = process.env;
  const environments = [VIRTUAL_ENV, resolve(".venv")].map((folder) => folder && join(folder, "bin", "python3"));
  const [active, local] = environments.map((path) => (path && existsSync(path) ? path : undefined));
  return [active, findProgram("python3", "python"), local].filter((path) => path !== undefined);
}
