import { Session } from "node:inspector";
import { createInterface } from "node:readline";
import { Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { workerData } from "node:worker_threads";
import { REQUESTS, type Signal, SIGNALS } from "../protocol.ts";
import { endGroup } from "../ending.ts";
import { RUNTIME } from "../runtime-name.ts";
import { descendants } from "./descendants.ts";
import { kill } from "./kill.ts";
import { ANSWERS, ASKED, BLOWS, DONE, FALLEN, HEARD, type Shared } from "./shared.ts";
import type { Passed } from "./thread.ts";

/**
 * The evaluator's second thread. It passes on what the kernel says, since no interrupt tears it out of a read, and stops what the main
 * thread does when that does not hear an interrupt by itself: then it is in a loop, in Atomics.wait or in execSync.
 */
const PATIENCE_MS = 5;
/** A blow that falls between two of the user's functions, as among endless ticks, hits nothing: another must follow soon. */
const LONGEST_PATIENCE_MS = 240;
/** What a main thread that has heard may take to answer. */
const GRACE_MS = 40;
const { counts, port } = workerData as Shared;
/** How many requests have come, and up to which one an interrupt has ended them, if need be before they came. */
const requests = { come: 0, ended: 0 };
let striking = false;

read(REQUESTS, receive).on("close", () => pass({ type: "end" }));
// the kernel is gone: nobody is left to run cells for, nor for what they started
read(SIGNALS, (line) => hear(JSON.parse(line) as Signal)).on("close", () => endGroup(process));

function read(descriptor: number, onLine: (line: string) => void): Socket {
  const socket = new Socket({ fd: descriptor, readable: true, writable: false });
  createInterface({ input: socket }).on("line", onLine);
  return socket;
}

/** Passed on as it came: a copy of what is nested too deep would end this thread. */
function receive(request: string): void {
  if (++requests.come > requests.ended) pass({ type: "request", request });
}

function hear(signal: Signal): void {
  if (signal.type === "input") pass(signal);
  else {
    requests.ended = signal.requests;
    void stop(Atomics.add(counts, ASKED, 1) + 1);
  }
}

function pass(passed: Passed): void {
  port.postMessage(passed);
  // one who blocks until the user's answer has come looks again
  Atomics.add(counts, ANSWERS, 1);
  Atomics.notify(counts, ANSWERS);
}

async function stop(ticket: number): Promise<void> {
  // who asks again while the last one is not done with means it: a child process may ignore SIGINT
  const signal = has(DONE, ticket - 1) ? "SIGINT" : "SIGKILL";
  for (let patience = PATIENCE_MS; ; patience = Math.min(2 * patience, LONGEST_PATIENCE_MS)) {
    // the second time tells the main thread that it has come to the end of what the first one ended
    for (let time = 0; time < 2; time++) port.postMessage({ type: "interrupt", ticket } satisfies Passed);
    // child processes that the cell waits for get the signal that a terminal's Ctrl+C would send; one may have just been started
    for (const child of descendants(process.pid)) kill(child, signal);
    await sleep(patience);
    if (!has(DONE, ticket) && has(HEARD, ticket)) await sleep(GRACE_MS);
    if (has(DONE, ticket)) return;
    strike(ticket, patience === LONGEST_PATIENCE_MS);
  }
}

/**
 * V8 has the main thread strike itself in the midst of what it does, so that it sees what it hits, and hits that and nothing later.
 * While a blow is about to fall, this would be what it hits.
 */
function strike(ticket: number, force: boolean): void {
  if (striking || Atomics.load(counts, FALLEN) < Atomics.load(counts, BLOWS)) return;
  striking = true;
  const session = new Session();
  session.connectToMainThread();
  // one that stayed connected would make Node wait for it, and say so, when the process ends
  const end = () => {
    session.disconnect();
    striking = false;
  };
  const expression = `${RUNTIME}.strike(${ticket}, ${force}, ${has(HEARD, ticket)})`;
  session.post("Runtime.evaluate", { expression, silent: true }, (error, reply) => {
    if (!error && !reply.exceptionDetails) return end();
    // no function can be called when its stack is full, or when a cell has lost or broken what it needs
    Atomics.add(counts, BLOWS, 1);
    session.post("Runtime.terminateExecution", () => {
      Atomics.add(counts, FALLEN, 1);
      end();
    });
  });
}

const has = (count: number, ticket: number): boolean => Atomics.load(counts, count) >= ticket;
