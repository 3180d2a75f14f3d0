import { Socket } from "node:net";
import { createInterface } from "node:readline";
import { RUNTIME } from "../language/runtime-name.ts";
import { send, sendOutput } from "./channel.ts";
import { clearOutput, display } from "./display.ts";
import { bindImports, copyImport } from "./imports.ts";
import { answerInterrupts, Interrupted, listenForInterrupts } from "./interruption.ts";
import { type Reply, type Request, REQUESTS, type Script } from "./protocol.ts";
import { importFromNotebook, notebookMeta, requireFromNotebook, resolveFromNotebook } from "./resolver.ts";
import { failCell, keepResult, keepThrown, run } from "./run.ts";
import { captureStreams } from "./streams.ts";
import { errorReply, traceCells } from "./traceback.ts";
import { loadTypeScript } from "./typescript-loader.ts";

/** The evaluator: a process of its own that runs cells, so that nothing they do can hurt the kernel. */
captureStreams();
traceCells();
resolveFromNotebook();
loadTypeScript();
listenForInterrupts();
define({
  display,
  clearOutput,
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
  },
});
process.on("uncaughtException", report);
process.on("unhandledRejection", report);

const requests = new Socket({ fd: REQUESTS, readable: true, writable: false });
createInterface({ input: requests }).on("line", (line) => void serve(JSON.parse(line) as Request));
send({ type: "ready" });

let running: Script | undefined;

async function serve(request: Request): Promise<void> {
  if (request.type === "run") {
    running = request.script;
    reply(running, await run(running));
    return;
  }
  const answered = () => answerInterrupts(request.ticket);
  if (running === undefined) {
    answered();
    return;
  }
  // only once ticks and microtasks have come to an end: endless ones may go on after this, and must be stopped again
  setImmediate(answered);
  failCell(new Interrupted());
  // at once, since the interrupt may have stopped what awaits the cell's end
  reply(running, errorReply(new Interrupted(), running.url));
}

/** Answers for a cell that has not been answered for. */
function reply(script: Script, reply: Reply): void {
  if (running !== script) return;
  running = undefined;
  send({ type: "reply", number: script.number, reply });
}

/** An error that no code of the user's catches ends the running cell; after it, it is only shown, or ends the script. */
function report(error: unknown): void {
  if (failCell(error)) return;
  const { traceback } = errorReply(error, notebookMeta.url);
  sendOutput({ msg_type: "stream", content: { name: "stderr", text: `${traceback.join("\n")}\n` } });
  if (notebookMeta.main) process.exit(1);
}

/** Globals that a cell may declare anew, and that do not show when the global object is listed. */
function define(globals: Record<string, unknown>): void {
  for (const [name, value] of Object.entries(globals)) {
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true, enumerable: false });
  }
}
