/** What a kernel of the module is called by. */
export const ENTRIES = [
  "convolve",
  "deactivate",
  "depthwise",
  "depthwiseLast",
  "depthwiseLastWeightGradient",
  "depthwiseWeightGradient",
  "packWeights",
  "separable",
  "weightGradient",
] as const;
export type Entry = (typeof ENTRIES)[number];

/*
 * A round is one job that all threads work on. Its slots, 32 bits each, lie in the heap: the first thread writes what is to be
 * done and advances EPOCH; each of the others does its share and advances DONE, also if it FAILED.
 */
export const [EPOCH, DONE, FAILED, READY, ENTRY, JOB_AT, TASKS, SCRATCH, SCRATCH_SIZE] = [
  0, 1, 2, 3, 4, 5, 6, 7, 8,
] as const;
export const SLOTS = 9;

/** The share of the tasks that a thread does: the same for the same number of threads. The first have work where there is little. */
export function share(tasks: number, thread: number, threads: number): [from: number, until: number] {
  const busy = Math.min(tasks, threads);
  const upTo = (thread: number) => Math.floor((tasks * Math.min(thread, busy)) / busy);
  return [upTo(thread), upTo(thread + 1)];
}
