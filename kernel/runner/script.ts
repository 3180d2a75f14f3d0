import { readFile } from "node:fs/promises";
import { basename, dirname } from "node:path";
import type { MimeBundle, Output, Reply } from "../language/interpreter.ts";
import { withInterpreter, type SessionOptions } from "./session.ts";

/** Runs a script as one cell of a notebook that lies in its folder; its output goes to the terminal as it comes. */
export async function runScript(path: string, options: SessionOptions): Promise<Reply> {
  const source = await readFile(path, "utf8");
  const document = { folder: dirname(path), script: basename(path) };
  return withInterpreter(document, options, (interpreter) => interpreter.execute(source, print));
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
