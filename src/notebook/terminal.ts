import { createInterface } from "node:readline";
import { Writable } from "node:stream";

/** Asks on stdout and reads the answer from stdin, be it a terminal or lines from elsewhere. */
export const ask = (prompt: string, password: boolean): Promise<string> =>
  process.stdin.isTTY ? askTerminal(prompt, password) : nextLine(prompt);

function askTerminal(prompt: string, password: boolean): Promise<string> {
  const output = new Writable({
    write(chunk: Buffer, _encoding, done) {
      if (!password) process.stdout.write(chunk);
      done();
    },
  });
  const lines = createInterface({ input: process.stdin, output, terminal: true });
  if (password) process.stdout.write(prompt);
  return new Promise((resolve, reject) => {
    lines.once("SIGINT", () => {
      lines.close();
      process.kill(process.pid, "SIGINT");
    });
    lines.once("close", () => reject(ended()));
    lines.question(password ? "" : prompt, (answer) => {
      resolve(answer);
      lines.close();
      if (password) process.stdout.write("\n");
    });
  });
}

let piped: { read: string[]; waiting: ((line: string | undefined) => void)[]; isOver: boolean } | undefined;

/** A chunk may bring several lines: those that nobody has asked for are kept. */
function nextLine(prompt: string): Promise<string> {
  process.stdout.write(prompt);
  const lines = (piped ??= readPipe());
  const line = lines.read.shift();
  if (line !== undefined) return Promise.resolve(line);
  if (lines.isOver) return Promise.reject(ended());
  process.stdin.ref?.();
  return new Promise((resolve, reject) =>
    lines.waiting.push((line) => {
      // else the script would not end before its stdin; a file ends by itself, and has no such method
      if (lines.waiting.length === 0) process.stdin.unref?.();
      if (line === undefined) reject(ended());
      else resolve(line);
    }),
  );
}

function readPipe(): NonNullable<typeof piped> {
  const lines: NonNullable<typeof piped> = { read: [], waiting: [], isOver: false };
  createInterface({ input: process.stdin })
    .on("line", (line) => {
      const answer = lines.waiting.shift();
      if (answer) answer(line);
      else lines.read.push(line);
    })
    .on("close", () => {
      lines.isOver = true;
      for (const answer of lines.waiting.splice(0)) answer(undefined);
    });
  return lines;
}

const ended = (): Error => new Error("input: expected a line on stdin, received its end; run where somebody can type");
