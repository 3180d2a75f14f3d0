import { createInterface, type Interface } from "node:readline";
import type { InputRequest } from "../language/interpreter.ts";
import { Terminal } from "./terminal.ts";

interface Answers {
  lines: Interface;
  next: () => Promise<IteratorResult<string>>;
}

const output = new Terminal();
let answers: Answers | undefined;

/** Asks at the terminal, or reads the next line where stdin is a file or a pipe. A password is not shown while it is typed. */
export async function ask({ prompt, password }: InputRequest): Promise<string> {
  const { lines, next } = (answers ??= openAnswers());
  // only a question keeps the process alive; a file does not by itself
  const isOpen = "ref" in process.stdin;
  if (isOpen) process.stdin.ref();
  if (process.stdin.isTTY) {
    lines.setPrompt(prompt);
    lines.prompt();
  } else output.write(prompt);
  output.muted = password && process.stdin.isTTY;
  const { value, done } = await next();
  if (output.muted) process.stdout.write("\n");
  output.muted = false;
  if (isOpen) process.stdin.unref();
  if (done) throw new Error("stdin has ended before an answer came");
  return value;
}

/** One reader for all questions: it may have read the lines that answer the next ones. */
function openAnswers(): Answers {
  const lines = createInterface({ input: process.stdin, output, terminal: process.stdin.isTTY });
  const iterator = lines[Symbol.asyncIterator]();
  return { lines, next: () => iterator.next() };
}
