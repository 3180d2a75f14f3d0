import { Console } from "node:console";
import { Writable } from "node:stream";
import { StringDecoder } from "node:string_decoder";
import { writeText } from "./channel.ts";
import { Buffer } from "./intrinsics.ts";

/** Makes process.stdout, process.stderr and console send what is written at once, in order with displays. */
export function captureStreams(): void {
  const stdout = stream("stdout", 1);
  const stderr = stream("stderr", 2);
  Object.defineProperty(process, "stdout", { configurable: true, enumerable: true, get: () => stdout });
  Object.defineProperty(process, "stderr", { configurable: true, enumerable: true, get: () => stderr });
  globalThis.console = new Console({ stdout, stderr });
}

type Written = (error?: Error | null) => void;

function stream(name: "stdout" | "stderr", fd: number): Writable {
  const decoder = new StringDecoder("utf8");
  // without the machinery of a Writable, which an interrupt would leave for ever in the midst of a write
  function write(chunk: string | Uint8Array, encoding?: BufferEncoding | Written, done?: Written): boolean {
    const isText = typeof chunk === "string";
    const bytes = isText && typeof encoding === "string" && !/^utf-?8$/i.test(encoding) && Buffer.from(chunk, encoding);
    const text = isText && !bytes ? chunk : decoder.write(Buffer.from(bytes || chunk));
    if (text) writeText(name, text);
    const written = typeof encoding === "function" ? encoding : done;
    if (written) process.nextTick(written);
    return true;
  }
  const writable = new Writable({ write: (_chunk, _encoding, done) => done() });
  // ending its output in one cell must not silence the next
  const end = (chunk?: unknown) => {
    if (typeof chunk === "string" || chunk instanceof Uint8Array) write(chunk);
    return writable;
  };
  return Object.assign(writable, { fd, write, end, destroy: () => writable });
}
