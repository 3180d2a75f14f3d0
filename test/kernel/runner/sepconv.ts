import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { CodeCell, Notebook } from "../../../kernel/runner/nbformat/notebook.ts";

const main = fileURLToPath(new URL("../../../kernel/main.ts", import.meta.url));

/** Starts the command line of sepconv in a folder, with a text on its stdin. */
export function start(args: string[], cwd: string, stdin = "") {
  const child = spawn(process.execPath, ["--conditions=source", main, ...args], {
    cwd,
    stdio: ["pipe", "pipe", "pipe"],
  });
  // one that ends without reading it is no matter here
  child.stdin.on("error", () => {}).end(stdin);
  const written = { stdout: "", stderr: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => (written.stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (written.stderr += text));
  const ended = once(child, "close").then(([code]) => ({ code: code as number, ...written }));
  return { child, ended };
}

/** Runs `sepconv run` in a folder to its end. */
export const run = (args: string[], cwd: string) => start(["run", ...args], cwd).ended;

export const temporary = () => mkdtempSync(join(tmpdir(), "sepconv-run-"));

/** A code cell of a notebook in a test. */
export const code = (source: string, ...tags: string[]): CodeCell => ({
  cell_type: "code",
  id: "",
  metadata: tags.length > 0 ? { tags } : {},
  source,
  execution_count: null,
  outputs: [],
});

export const text = (source: string) => ({ cell_type: "markdown" as const, id: "", metadata: {}, source });

/** A notebook of cells whose ids are their places. */
export const notebookOf = (...cells: Notebook["cells"]): Notebook => ({
  nbformat: 4,
  nbformat_minor: 5,
  metadata: {},
  cells: cells.map((cell, index) => Object.assign(cell, { id: `cell-${index + 1}` })),
});

/** Writes a notebook with such cells into a folder and returns its path. */
export function write(folder: string, name: string, ...cells: Notebook["cells"]): string {
  const path = join(folder, name);
  writeFileSync(path, JSON.stringify(notebookOf(...cells)));
  return path;
}

/** A notebook file as its JSON. */
export const load = (path: string) => JSON.parse(readFileSync(path, "utf8")) as Notebook;
