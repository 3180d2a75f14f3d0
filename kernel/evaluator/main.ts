import { receiveSignals } from "./signals/thread.ts";
import { writeSync } from "node:fs";
import { setFlagsFromString } from "node:v8";
import { send, sendOutput } from "./channel.ts";
import { Comm, deliver } from "./comm.ts";
import { keepCompiled } from "./compile-cache.ts";
import { clearOutput, display } from "./display.ts";
import { keepImmediates } from "./immediates.ts";
import { bindImports, copyImport } from "./imports.ts";
import { confirm, input, prompt, receiveAnswer } from "./input.ts";
import { exit, parse } from "./intrinsics.ts";
import { magics } from "./magics/magics.ts";
import { BROKEN, type Request } from "./protocol.ts";
import { importFromNotebook, notebookMeta, requireFromNotebook, resolveFromNotebook } from "./resolver.ts";
import { keepResult, keepThrown, run } from "./run.ts";
import { RUNTIME } from "./runtime-name.ts";
import { strike } from "./signals/strike.ts";
import { captureStreams } from "./streams.ts";
import { abortSignal, failTask, interrupt } from "./tasks.ts";
import { errorReply, traceCells } from "./traceback.ts";
import { bridgeTslab } from "./tslab-bridge.ts";
import { loadTypeScript } from "./typescript-loader.ts";

/** The evaluator: a process of its own that runs cells, so that nothing they do can hurt the kernel. */
// with it a loop at the top level of a cell takes four times as long
setFlagsFromString("--no-additive-safe-int-feedback");
// for this process alone, not for those that cells start
delete process.env.NODE_COMPILE_CACHE;
keepCompiled();
captureStreams();
keepImmediates();
traceCells();
resolveFromNotebook();
loadTypeScript();
bridgeTslab();
receiveSignals((passed) => {
  switch (passed.type) {
    case "request":
      return void serve(parse(passed.request) as Request).catch(giveUp);
    case "input":
      return receiveAnswer(passed.id, passed.answer);
    case "interrupt":
      return interrupt(passed.ticket);
  }
});
define({
  display,
  clearOutput,
  input,
  prompt,
  confirm,
  Comm,
  require: requireFromNotebook,
  __dirname: notebookMeta.dirname,
  __filename: notebookMeta.filename,
  [RUNTIME]: {
    import: importFromNotebook,
    bind: bindImports,
    copy: copyImport,
    meta: notebookMeta,
    result: keepResult,
    thrown: keepThrown,
    strike,
    magics,
  },
});
Object.defineProperty(globalThis, "abortSignal", { get: abortSignal, configurable: true, enumerable: false });
// unlike a listener, it stays when a cell removes all listeners
process.addUncaughtExceptionCaptureCallback((error) => {
  if (process.listenerCount("uncaughtException") > 0) return false;
  try {
    report(error);
  } catch (failure) {
    giveUp(failure);
  }
  return true;
});
process.on("unhandledRejection", report);

send({ type: "ready" });

const serve = (request: Request): Promise<void> =>
  request.type === "run" ? run(request.number, request.script) : deliver(request.number, request.message);

/** An error that no code of the user's catches ends the task that it belongs to; after it, it is only shown, or ends the script. */
function report(error: unknown): void {
  if (failTask(error)) return;
  const { traceback } = errorReply(error, notebookMeta.url);
  sendOutput({ msg_type: "stream", content: { name: "stderr", text: `${traceback.join("\n")}\n` } });
  if (notebookMeta.main) process.exit(1);
}

/** Without its own code the evaluator would never answer. What is broken is unknown: not even a stack can be read for sure. */
function giveUp(error: unknown): void {
  try {
    writeSync(2, `${(error as Error).message}\n`);
  } finally {
    exit(BROKEN);
  }
}

/** Globals that a cell may declare anew, and that do not show when the global object is listed. */
function define(globals: Record<string, unknown>): void {
  for (const [name, value] of Object.entries(globals)) {
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true, enumerable: false });
  }
}
