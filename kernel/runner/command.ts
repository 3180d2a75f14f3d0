import { runBatch } from "./batch.ts";
import { Refusal } from "./refusal.ts";
import { describeScriptFailure, printError } from "./report.ts";
import { parseRequest, USAGE, type Request } from "./request.ts";
import { runScript } from "./script.ts";

/** `sepconv run`: runs notebooks and scripts headless. Returns the exit code. */
export async function command(args: string[]): Promise<number> {
  try {
    const request = parseRequest(args);
    if (request !== undefined) return (await untilInterrupted((signal) => run(request, signal))) ? 0 : 1;
    console.log(USAGE);
    return 0;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    console.error(`sepconv run: ${error.message}`);
    return 2;
  }
}

const run = async (request: Request, signal: AbortSignal): Promise<boolean> =>
  (await runBatch(request, signal)) && (await runScripts(request, signal));

async function runScripts({ scripts, typecheck }: Request, signal: AbortSignal): Promise<boolean> {
  for (const path of scripts) {
    const reply = await runScript(path, { typecheck, signal });
    if (reply.status === "ok") continue;
    printError(describeScriptFailure(path, reply));
    return false;
  }
  return true;
}

/** The process lives on after Ctrl-C, so that what has been run so far is written. */
async function untilInterrupted<Result>(work: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
  const interruption = new AbortController();
  const interrupt = () => interruption.abort();
  for (const name of SIGNALS) process.on(name, interrupt);
  try {
    return await work(interruption.signal);
  } finally {
    for (const name of SIGNALS) process.off(name, interrupt);
  }
}

const SIGNALS = ["SIGINT", "SIGTERM"] as const;
