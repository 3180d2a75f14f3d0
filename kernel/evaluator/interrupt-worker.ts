import { execFileSync } from "node:child_process";
import { Session } from "node:inspector";
import { Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { workerData } from "node:worker_threads";
import { INTERRUPTS } from "./protocol.ts";

/**
 * Stops what the main thread of the evaluator does. The kernel asks both threads at once: a main thread that waits answers by itself and
 * counts the request as done; one that does not answer is in a loop, in Atomics.wait or in execSync, and is stopped from here.
 */
const PATIENCE_MS = 30;
/** A blow that falls between two of the user's functions, as among endless ticks, hits nothing: another must follow soon. */
const LONGEST_PATIENCE_MS = 240;
const [DONE, ASKED] = [0, 1];
const counts = new Int32Array(workerData as SharedArrayBuffer);

new Socket({ fd: INTERRUPTS, readable: true, writable: false })
  .on("data", (bytes) => void stop(Atomics.add(counts, ASKED, bytes.length) + bytes.length))
  // the kernel is gone: nobody is left to run cells for, nor for what they started
  .on("close", () => process.kill(process.platform === "win32" ? process.pid : -process.pid, "SIGKILL"));

async function stop(ticket: number): Promise<void> {
  signalChildren();
  for (let patience = PATIENCE_MS; !isAnswered(ticket); patience = Math.min(2 * patience, LONGEST_PATIENCE_MS)) {
    await sleep(patience);
    if (isAnswered(ticket)) return;
    terminate();
    // a child process that was just being started has not heard the first signal
    signalChildren();
  }
}

const isAnswered = (ticket: number): boolean => Atomics.load(counts, DONE) >= ticket;

/** A session that stayed connected would make Node wait for it, and say so, when the process ends. */
function terminate(): void {
  const session = new Session();
  session.connectToMainThread();
  session.post("Runtime.terminateExecution", () => session.disconnect());
}

/** Child processes that the cell waits for get the signal that a terminal's Ctrl+C would send. */
function signalChildren(): void {
  for (const child of descendants(process.pid)) {
    try {
      process.kill(child, "SIGINT");
    } catch {
      // it has ended by itself
    }
  }
}

function descendants(ancestor: number): Set<number> {
  const parents = processTable()
    .split("\n")
    .map((line) => line.trim().split(/\s+/).map(Number));
  const found = new Set([ancestor]);
  for (let size = 0; size < found.size;) {
    size = found.size;
    for (const [pid, parent] of parents) if (pid && parent && found.has(parent)) found.add(pid);
  }
  found.delete(ancestor);
  return found;
}

/** Empty where there is no ps, as on Windows. */
function processTable(): string {
  try {
    return execFileSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  } catch {
    return "";
  }
}
