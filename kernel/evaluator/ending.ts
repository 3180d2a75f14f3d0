import type { ChildProcess } from "node:child_process";
import { BROKEN } from "./protocol.ts";
import { descendants } from "./signals/descendants.ts";
import { kill } from "./signals/kill.ts";

/** Ends the process with all that its cells started: its group, and before it what has a group of its own, as a browser often has. */
export function endGroup({ pid }: { pid?: number | undefined }): void {
  if (pid === undefined) return;
  for (const one of [...descendants(pid), process.platform === "win32" ? pid : -pid]) kill(one, "SIGKILL");
}

/** How a process ended: by itself, by a signal, or not even begun. */
export function exit(child: ChildProcess): Promise<[code: number | null, signal: string | null | Error]> {
  return new Promise((resolve) => {
    child.once("exit", (code, signal) => resolve([code, signal]));
    child.once("error", (error) => resolve([null, error]));
  });
}

const LOST = "a fresh one runs the next cells, and the variables of earlier cells are lost";

/** What V8 writes to stderr before it aborts. */
export const isOutOfMemory = (chunk: Buffer): boolean => chunk.includes("heap out of memory");

/** What a reader is told of the end of the process that runs cells. */
export function describe(code: number | null, signal: string | null | Error, outOfMemory: boolean): string {
  if (signal instanceof Error) return `the process that runs cells could not start (${signal.message})`;
  if (outOfMemory) return `the process that runs cells ran out of memory; ${LOST}`;
  if (signal === "SIGABRT")
    return `the process that runs cells aborted, as process.abort() does and a native addon that fails; ${LOST}`;
  if (code === BROKEN)
    return `the kernel's own code failed in the process that runs cells, as when a cell replaces what JavaScript brings, or sends its own process a signal; ${LOST}`;
  if (signal) return `the process that runs cells was ended by ${signal}; ${LOST}`;
  return `the process that runs cells ended with exit code ${code}, as process.exit(${code}) does; ${LOST}`;
}

/** The same where a cell has closed what leads to the kernel. */
export const describeCut = (): string =>
  `a cell closed a file descriptor by which the kernel runs cells (3, 4 or 5); ${LOST}`;
