import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { onTestFinished } from "vitest";
import { Interpreter, type InterpreterOptions, type Output, type Reply } from "../../../kernel/language/interpreter.ts";

/** A folder that holds these files and is gone after the test. */
export function folderWith(files: Record<string, string>): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "notebook-")));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

/** What a cell left: its reply, its outputs, and both as a reader sees them. */
export interface Ran {
  reply: Reply;
  outputs: Output[];
  /** The text/plain of the result. */
  value: string | undefined;
  stdout: string;
  stderr: string;
  /** The traceback of an error. */
  traceback: string;
}

/** A notebook in a folder of its own; a test that is not about types leaves them unchecked. */
export function openNotebook(files: Record<string, string> = {}, options: Partial<InterpreterOptions> = {}) {
  const folder = options.folder ?? folderWith(files);
  const interpreter = new Interpreter({ typecheck: "off", ...options, folder });
  onTestFinished(() => interpreter.dispose());

  async function run(code: string, onOutput: (output: Output) => void = () => {}): Promise<Ran> {
    const outputs: Output[] = [];
    const reply = await interpreter.execute(code, (output) => {
      outputs.push(output);
      onOutput(output);
    });
    const text = (name: "stdout" | "stderr") =>
      outputs.map((one) => (one.msg_type === "stream" && one.content.name === name ? one.content.text : "")).join("");
    return {
      reply,
      outputs,
      value: reply.status === "ok" ? plain(reply.result?.data["text/plain"]) : undefined,
      stdout: text("stdout"),
      stderr: text("stderr"),
      traceback: reply.status === "error" ? stripVTControlCharacters(reply.traceback.join("\n")) : "",
    };
  }

  return { interpreter, folder, run };
}

const plain = (text: unknown): string | undefined =>
  typeof text === "string" ? stripVTControlCharacters(text) : undefined;
