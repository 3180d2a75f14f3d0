import process from "node:process";

/** Node tells nobody of the end of a parent; to ask for its id costs less than a microsecond. */
const EVERY_MS = 250;

/**
 * Calls `orphaned` when the process that started this one is gone: Jupyter may die without a word, and a kernel without it
 * can be reached by nobody. Does not keep the process alive.
 */
export function watchParent(orphaned: () => void): void {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent && isAlive(parent)) return;
    clearInterval(timer);
    orphaned();
  }, EVERY_MS);
  timer.unref();
}

// Windows keeps the parent's id after its end.
function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
