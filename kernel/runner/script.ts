import { readFile } from "node:fs/promises";
import { constants } from "node:os";
import { basename, dirname } from "node:path";
import { text } from "node:stream/consumers";
import { ask } from "../terminal/ask.ts";
import { print, printBundle, printError, unread } from "./print.ts";
import { describeScriptFailure } from "./report.ts";
import { afterRun, withInterpreter, type SessionOptions } from "./session.ts";
import { STDIN } from "./targets.ts";

/** Runs a script as one cell of a notebook that lies in its folder; its output goes to the terminal as it comes. Returns the exit code. */
export async function runScript(path: string, options: SessionOptions): Promise<number> {
  const name = path === STDIN ? "stdin" : path;
  const source = path === STDIN ? await text(process.stdin) : await readFile(path, "utf8");
  const document = { folder: dirname(path), script: basename(name) };
  const closed = unread();
  const signal = AbortSignal.any([options.signal, closed]);
  return withInterpreter(document, { ...options, signal }, async (interpreter) => {
    const onInput = path === STDIN ? refuse : ask;
    const reply = afterRun(await interpreter.execute(source, print, { onInput }), { ...options, signal });
    if (closed.aborted) return BROKEN_PIPE;
    if (reply.status === "ok") {
      for (const { data } of reply.payload ?? []) printBundle(data);
      const code = await interpreter.finish();
      return closed.aborted ? BROKEN_PIPE : code;
    }
    if (reply.exitCode !== undefined) return reply.exitCode;
    printError(describeScriptFailure(name, reply));
    return 1;
  });
}

const refuse = (): Promise<string> =>
  Promise.reject(new Error("expected an answer on stdin, which held the script; save it, and: sepconv run file.ts"));

/** What a shell says of a program that wrote into a pipe without a reader. */
const BROKEN_PIPE = 128 + constants.signals.SIGPIPE;
