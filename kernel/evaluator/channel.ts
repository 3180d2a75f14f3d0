import { writeSync } from "node:fs";
import { FRAMES, type Message, type Output } from "./protocol.ts";

const mark = process.env.SEPCONV_MARK ?? "";
delete process.env.SEPCONV_MARK;

/**
 * Sends a message to the kernel before it returns, so that it arrives also while a loop never yields.
 * A mark on stdout and stderr tells what native code and child processes wrote before the message from what they write after it.
 */
export function send(message: Message): void {
  const marked = Number(tryMark(1)) + 2 * Number(tryMark(2));
  const body = Buffer.from(JSON.stringify(message));
  const head = Buffer.alloc(5);
  head.writeUInt32LE(body.length);
  head.writeUInt8(marked, 4);
  writeAll(FRAMES, Buffer.concat([head, body]));
}

export const sendOutput = (output: Output): void => send({ type: "output", output });

/** A cell may have closed its stdout or stderr; then there is nothing to keep in order with. */
function tryMark(descriptor: number): boolean {
  try {
    writeAll(descriptor, Buffer.from(mark));
    return true;
  } catch {
    return false;
  }
}

function writeAll(descriptor: number, bytes: Uint8Array): void {
  let written = 0;
  while (written < bytes.length) {
    try {
      written += writeSync(descriptor, bytes, written);
    } catch (error) {
      // a child process that shares the pipe may have made it non-blocking: wait for the kernel to read on
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN") throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
    }
  }
}
