import { writeSync } from "node:fs";
import { currentCell } from "./current.ts";
import { Atomics, Buffer, Error, exit, Int32Array, SharedArrayBuffer, stringify } from "./intrinsics.ts";
import { BROKEN, FRAMES, HEAD, type Message, markOf, type Output } from "./protocol.ts";

type Stream = "stdout" | "stderr";

const DESCRIPTORS = { stdout: 1, stderr: 2 };
const secret = process.env.SEPCONV_MARK ?? "";
delete process.env.SEPCONV_MARK;

let frames = 0;
/** Which stream was last written to, and whose text it is. */
let last: { name?: Stream; number?: number } = {};

/**
 * Sends a message to the kernel before it returns, so that it arrives also while a loop never yields.
 * A mark on stdout and stderr tells what was written there before the message from what is written after it. An interrupt may fall
 * between any two statements, so that each write must be whole: marks without their frame do no harm.
 */
export function send(message: Message): void {
  if ("toJSON" in message) throw new Error("Object.prototype.toJSON keeps the kernel from its own messages");
  const mark = markOf(secret, ++frames);
  const marked = Number(tryWrite("stdout", mark)) + 2 * Number(tryWrite("stderr", mark));
  const body = stringify(message);
  const frame = Buffer.allocUnsafe(HEAD + Buffer.byteLength(body));
  frame.writeUInt32LE(frame.length - HEAD, 0);
  frame.writeUInt32LE(frames, 4);
  frame.writeUInt8(marked, 8);
  frame.write(body, HEAD);
  try {
    writeAll(FRAMES, frame);
  } catch {
    // a cell has closed what leads to the kernel, which will end this process as soon as it sees that; or the kernel is gone
    pause(LOST_MS);
    exit(BROKEN);
  }
}

export const sendOutput = (output: Output, number = currentCell()): void => send({ type: "output", number, output });

/** Text of the current task. It takes the way of native code's and child processes' own; a frame goes out only where order needs it. */
export function writeText(name: Stream, text: string): void {
  const number = currentCell();
  // just behind a frame both streams are in order
  if (last.number !== number || (last.name !== undefined && last.name !== name)) beginText(number);
  last.name = name;
  if (!tryWrite(name, text)) sendOutput({ msg_type: "stream", content: { name, text } }, number);
}

/** Tells that what follows on stdout and stderr is this task's. */
export function beginText(number: number): void {
  send({ type: "text", number });
  last = { number };
}

/** A cell may have closed its stdout or stderr; then there is nothing to keep in order with. */
function tryWrite(name: Stream, text: string): boolean {
  try {
    writeAll(DESCRIPTORS[name], text);
    return true;
  } catch {
    return false;
  }
}

function writeAll(descriptor: number, data: string | Buffer): void {
  let written = attempt(descriptor, data);
  if (written === Buffer.byteLength(data)) return;
  const bytes = Buffer.from(data);
  while (written < bytes.length) written += attempt(descriptor, bytes.subarray(written));
}

function attempt(descriptor: number, data: string | Buffer): number {
  while (true) {
    try {
      return typeof data === "string" ? writeSync(descriptor, data) : writeSync(descriptor, data);
    } catch (error) {
      // a child process that shares the pipe may have made it non-blocking: wait for the kernel to read on
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN") throw error;
      pause(1);
    }
  }
}

const LOST_MS = 5000;

const pause = (milliseconds: number): void =>
  void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
