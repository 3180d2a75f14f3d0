import { once } from "node:events";
import { stripVTControlCharacters } from "node:util";
import type { MimeBundle, Output } from "../language/interpreter.ts";

/** Writes a cell's output to the terminal as it comes; resolves when the terminal, or a pipe in its place, takes more. */
export async function print(output: Output): Promise<void> {
  switch (output.msg_type) {
    case "stream": {
      const stream = process[output.content.name];
      // what nobody reads, nothing drains
      if (stream.writable && !stream.write(output.content.text)) await once(stream, "drain").catch(() => {});
      break;
    }
    case "display_data":
    case "update_display_data":
      printBundle(output.content.data);
      break;
  }
}

/** Writes what a value shows as text, or the names of its forms where it has none. */
export function printBundle(data: MimeBundle): void {
  const text = ["text/plain", "text/markdown", "text/latex"].map((type) => data[type]).find(isText);
  process.stdout.write(`${inColours(process.stdout, text ?? `[${Object.keys(data).join(", ")}]`)}\n`);
}

const isText = (value: unknown): value is string => typeof value === "string";

/** Writes to stderr. */
export const printError = (text: string): void => {
  process.stderr.write(`${inColours(process.stderr, text)}\n`);
};

/** The text for a stream: it keeps its colours on a terminal that shows some, unless NO_COLOR is set. */
const inColours = (stream: NodeJS.WriteStream, text: string): string =>
  stream.isTTY && stream.hasColors() ? text : stripVTControlCharacters(text);

/** Aborted when nobody reads what is written any more, as when `head` has seen enough. */
export function unread(): AbortSignal {
  const controller = new AbortController();
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
    controller.abort();
  });
  return controller.signal;
}
