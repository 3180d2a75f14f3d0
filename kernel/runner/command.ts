import { runBatch } from "./batch.ts";
import { refusing } from "../command-line.ts";
import { parseRequest, USAGE, type Request } from "./request.ts";
import { runScript } from "./script.ts";

/** `sepconv run`: runs notebooks and scripts headless. Returns the exit code. */
export const command = (args: string[]): Promise<number> =>
  refusing("run", async () => {
    const request = parseRequest(args);
    if (request !== undefined) return untilInterrupted((signal) => run(request, signal));
    console.log(USAGE);
    return 0;
  });

const run = async (request: Request, signal: AbortSignal): Promise<number> =>
  (await runBatch(request, signal)) ? runScripts(request, signal) : 1;

/** The exit code of the first script that fails, or else 0. */
async function runScripts({ scripts, typecheck }: Request, signal: AbortSignal): Promise<number> {
  for (const path of scripts) {
    const code = await runScript(path, { typecheck, signal });
    if (code !== 0) return code;
  }
  return 0;
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
