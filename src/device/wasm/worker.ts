import { workerData } from "node:worker_threads";
import { instantiate } from "./module.ts";
import {
  DONE,
  ENTRIES,
  ENTRY,
  EPOCH,
  FAILED,
  JOB_AT,
  READY,
  SCRATCH,
  SCRATCH_SIZE,
  share,
  SLOTS,
  TASKS,
} from "./round.ts";

/** What a worker is started with. */
export interface WorkerData {
  module: WebAssembly.Module;
  memory: WebAssembly.Memory;
  slots: number;
  thread: number;
  threads: number;
}

const { module, memory, slots, thread, threads } = workerData as WorkerData;
const exports = instantiate(module, memory);
const round = new Int32Array(memory.buffer, slots, SLOTS);

let epoch = Atomics.load(round, EPOCH);
Atomics.add(round, READY, 1);
for (;;) {
  Atomics.wait(round, EPOCH, epoch);
  const next = Atomics.load(round, EPOCH);
  if (next === epoch) continue;
  epoch = next;
  const [from, until] = share(round[TASKS]!, thread, threads);
  const run = exports[ENTRIES[round[ENTRY]!]!];
  try {
    if (from < until) run(round[JOB_AT]!, from, until, round[SCRATCH]! + thread * round[SCRATCH_SIZE]!);
  } catch {
    Atomics.store(round, FAILED, 1);
  }
  Atomics.add(round, DONE, 1);
  Atomics.notify(round, DONE);
}
