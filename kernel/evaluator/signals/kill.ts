/** Sends a signal to a process, or to a group by its id's negative; one that has ended by itself does not hear it. */
export function kill(pid: number, signal: "SIGINT" | "SIGKILL"): void {
  try {
    process.kill(pid, signal);
  } catch {
    // it does not run any more
  }
}
