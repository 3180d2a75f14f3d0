import { Socket } from "node:net";
import { createInterface } from "node:readline";
import { RUNTIME } from "../language/runtime-name.ts";
import { send, sendOutput } from "./channel.ts";
import { clearOutput, display } from "./display.ts";
import { bindImports, copyImport } from "./imports.ts";
import { answerInterrupts, Interrupted, listenForInterrupts } from "./interruption.ts";
import { type Request, REQUESTS } from "./protocol.ts";
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

async function serve(request: Request): Promise<void> {
  if (request.type === "interrupt") {
    answerInterrupts(request.ticket);
    failCell(new Interrupted());
    return;
  }
  const { number } = request.script;
  send({ type: "reply", number, reply: await run(request.script) });
}

/** An error that no code of the user's catches ends the running cell; after it, it is only shown. */
function report(error: unknown): void {
  if (failCell(error)) return;
  sendOutput({ msg_type: "stream", content: { name: "stderr", text: `${errorReply(error).traceback.join("\n")}\n` } });
}

/** Globals that a cell may declare anew, and that do not show when the global object is listed. */
function define(globals: Record<string, unknown>): void {
  for (const [name, value] of Object.entries(globals)) {
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true, enumerable: false });
  }
}
