import { readFile } from "node:fs/promises";
import { basename, dirname } from "node:path";
import type { MimeBundle, Output } from "../language/interpreter.ts";
import { describeScriptFailure, printError } from "./report.ts";
import { withInterpreter, type SessionOptions } from "./session.ts";

/** Runs a script as one cell of a notebook that lies in its folder; its output goes to the terminal as it comes. Returns the exit code. */
export async function runScript(path: string, options: SessionOptions): Promise<number> {
  const source = await readFile(path, "utf8");
  const document = { folder: dirname(path), script: basename(path) };
  return withInterpreter(document, options, async (interpreter) => {
    const reply = await interpreter.execute(source, print);
    if (reply.status === "ok") return interpreter.finish();
    if (reply.exitCode !== undefined) return reply.exitCode;
    printError(describeScriptFailure(path, reply));
    return 1;
  });
}

function print(output: Output): void {
  switch (output.msg_type) {
    case "stream":
      process[output.content.name].write(output.content.text);
      break;
    case "clear_output":
      break;
    default:
      process.stdout.write(`${asText(output.content.data)}\n`);
  }
}

const asText = (data: MimeBundle) =>
  typeof data["text/plain"] === "string" ? data["text/plain"] : `[${Object.keys(data).join(", ")}]`;
