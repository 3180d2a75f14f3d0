import { stripVTControlCharacters } from "node:util";
import { firstDifference } from "./compare.ts";
import { deliver, destinationsOf, type Destinations } from "./destinations.ts";
import { readNotebook } from "./nbformat/read.ts";
import type { Notebook } from "./nbformat/notebook.ts";
import { runNotebook, type Failure } from "./notebook.ts";
import { injectParameters, parameterAt } from "./parameters.ts";
import { progress } from "./progress.ts";
import { Refusal } from "./refusal.ts";
import { parseRequest, USAGE, type Request } from "./request.ts";
import { runScript } from "./script.ts";

/** `sepconv run`: runs notebooks and scripts headless. Returns the exit code. */
export async function command(args: string[]): Promise<number> {
  try {
    const request = parseRequest(args);
    if (request !== undefined) return await run(request);
    console.log(USAGE);
    return 0;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    console.error(`sepconv run: ${error.message}`);
    return 2;
  }
}

async function run(request: Request): Promise<number> {
  const interruption = new AbortController();
  const interrupt = () => interruption.abort();
  for (const name of SIGNALS) process.on(name, interrupt);
  try {
    const done = (await runNotebooks(request, interruption.signal)) && (await runScripts(request, interruption.signal));
    return done ? 0 : 1;
  } finally {
    for (const name of SIGNALS) process.off(name, interrupt);
  }
}

const SIGNALS = ["SIGINT", "SIGTERM"] as const;

/** Everything that may be refused is looked at before the first cell runs. */
async function runNotebooks(request: Request, signal: AbortSignal): Promise<boolean> {
  const destinations = await destinationsOf(request);
  const notebooks = await Promise.all(request.notebooks.map(readNotebook));
  for (const notebook of notebooks) if (request.parameters.size > 0) injectParameters(notebook, request.parameters);

  const shown = progress();
  const reports: string[] = [];
  const complaints: string[] = [];
  for (const [index, notebook] of notebooks.entries()) {
    const path = request.notebooks[index]!;
    const committed = JSON.parse(JSON.stringify(notebook)) as Notebook;
    const onCell = shown.start(path, notebook.cells.length);
    const start = performance.now();
    const failure = await runNotebook(notebook, path, { typecheck: request.typecheck, signal, onCell });
    await deliver(notebook, path, destinations[index]!);
    reports.push(report(path, notebook, performance.now() - start, destinations[index]!));
    if (failure !== undefined) {
      complaints.push(describeFailure(path, notebook, failure));
      break;
    }
    const difference = request.check ? firstDifference(committed, notebook) : undefined;
    if (difference !== undefined) complaints.push(`${path}: ${difference}`);
  }
  shown.stop();
  for (const line of reports) console.log(line);
  for (const text of complaints) printError(text);
  return complaints.length === 0;
}

async function runScripts({ scripts, typecheck }: Request, signal: AbortSignal): Promise<boolean> {
  for (const path of scripts) {
    const reply = await runScript(path, typecheck, signal);
    if (reply.status === "ok") continue;
    printError(`${path}${at(reply.line)} failed:\n${reply.traceback.join("\n")}`);
    return false;
  }
  return true;
}

function report(path: string, notebook: Notebook, milliseconds: number, { notebooks, pages }: Destinations): string {
  const written = [...notebooks, ...pages].join(", ");
  const ran = notebook.cells.filter((cell) => cell.cell_type === "code" && cell.execution_count !== null).length;
  return `${path}: ${ran} code cells in ${(milliseconds / 1000).toFixed(1)} s${written && ` → ${written}`}`;
}

function describeFailure(path: string, { cells }: Notebook, { cell, number, error }: Failure): string {
  const parameter = parameterAt(cell, error.line);
  const what = parameter === undefined ? "" : `, parameter ${parameter}`;
  const where = `cell ${number} of ${cells.length} (In [${cell.execution_count}])${at(error.line)}`;
  return `${path}: ${where}${what} failed:\n${error.traceback.join("\n")}`;
}

const at = (line: number | undefined) => (line === undefined ? "" : `, line ${line}`);

const printError = (text: string) => console.error(process.stderr.isTTY ? text : stripVTControlCharacters(text));
