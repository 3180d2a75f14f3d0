import { readFile } from "node:fs/promises";
import { dirname } from "node:path";
import {
  Interpreter,
  type InterpreterOptions,
  type MimeBundle,
  type Output,
  type Reply,
} from "../language/interpreter.ts";

/** Runs a script as one cell in the environment of a notebook that lies in its folder; its output goes to the terminal as it comes. */
export async function runScript(
  path: string,
  typecheck: NonNullable<InterpreterOptions["typecheck"]>,
  signal: AbortSignal,
): Promise<Reply> {
  const source = await readFile(path, "utf8");
  const interpreter = new Interpreter({ folder: dirname(path), typecheck });
  const interrupt = () => interpreter.interrupt();
  signal.addEventListener("abort", interrupt);
  try {
    return await interpreter.execute(source, print);
  } finally {
    signal.removeEventListener("abort", interrupt);
    await interpreter.dispose();
  }
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
