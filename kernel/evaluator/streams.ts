import { Console } from "node:console";
import { Writable } from "node:stream";
import { StringDecoder } from "node:string_decoder";
import { sendOutput } from "./channel.ts";

/** Makes process.stdout, process.stderr and console send what is written at once, in order with displays. */
export function captureStreams(): void {
  const stdout = stream("stdout", 1);
  const stderr = stream("stderr", 2);
  Object.defineProperty(process, "stdout", { configurable: true, enumerable: true, get: () => stdout });
  Object.defineProperty(process, "stderr", { configurable: true, enumerable: true, get: () => stderr });
  globalThis.console = new Console({ stdout, stderr });
}

function stream(name: "stdout" | "stderr", fd: number): Writable {
  const decoder = new StringDecoder("utf8");
  const writable = new Writable({
    decodeStrings: false,
    write(chunk: string | Buffer, _encoding, done) {
      const text = typeof chunk === "string" ? chunk : decoder.write(chunk);
      if (text) sendOutput({ msg_type: "stream", content: { name, text } });
      done();
    },
  });
  // ending its output in one cell must not silence the next
  return Object.assign(writable, { fd, end: () => writable, destroy: () => writable });
}
