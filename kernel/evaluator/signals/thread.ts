import { extname } from "node:path";
import { MessageChannel, receiveMessageOnPort, Worker } from "node:worker_threads";
import { Atomics, setImmediate } from "../intrinsics.ts";
import type { InputAnswer } from "../protocol.ts";
import { ANSWERS, COUNTS, type Shared } from "./shared.ts";

export const counts: Shared["counts"] = new Int32Array(new SharedArrayBuffer(4 * COUNTS));
const { port1, port2 } = new MessageChannel();

/** What the second thread passes on to the main one. */
export type Passed =
  /** A request, as JSON. */
  | { type: "request"; request: string }
  | { type: "interrupt"; ticket: number }
  | { type: "input"; id: number; answer: InputAnswer }
  /** There will be no more requests. */
  | { type: "end" };

// at once, since it starts while the main thread still loads the rest; what it passes on waits
const shared: Shared = { counts, port: port2 };
const script = new URL(`./worker${extname(import.meta.url)}`, import.meta.url);
new Worker(script, { workerData: shared, transferList: [port2] }).unref();

let receive: (passed: Passed) => void;
let requests = true;
let question = false;

/** Hears what the second thread passes on; that one hears the kernel also while the main thread never yields. */
export function receiveSignals(onPassed: (passed: Exclude<Passed, { type: "end" }>) => void): void {
  receive = (passed) => {
    if (passed.type !== "end") return onPassed(passed);
    requests = false;
    keepAlive();
  };
  port1.on("message", receive);
}

/** Keeps the process alive as long as an answer is waited for. */
export function keepListening(waiting: boolean): void {
  question = waiting;
  keepAlive();
}

const keepAlive = (): void => void (requests || question ? port1.ref() : port1.unref());

/** Blocks until the user's answer to a question has come. */
export function waitForAnswer(id: number): InputAnswer {
  while (true) {
    const seen = Atomics.load(counts, ANSWERS);
    const received = receiveMessageOnPort(port1) as { message: Passed } | undefined;
    if (!received) Atomics.wait(counts, ANSWERS, seen);
    else if (received.message.type === "input" && received.message.id === id) return received.message.answer;
    else setImmediate(receive, received.message);
  }
}
