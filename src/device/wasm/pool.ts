import { extname } from "node:path";
import { Worker } from "node:worker_threads";
import { heap } from "./heap.ts";
import { JOB, type Job } from "./job.ts";
import { instantiate, type Exports } from "./module.ts";
import { DONE, ENTRIES, ENTRY, EPOCH, JOB_AT, READY, SCRATCH, SCRATCH_SIZE, share, SLOTS, TASKS } from "./round.ts";
import type { Entry } from "./round.ts";
import type { WorkerData } from "./worker.ts";

/** A piece of work. */
export interface Work {
  entry: Entry;
  job: Partial<Job>;
  tasks: number;
  /** Products in all, by which it is told whether other threads are worth waking. */
  products: number;
}

/** The threads that compute: this one, and workers, which start with the first work that is large and live as the process does. */
export class Pool {
  readonly exports: Exports;
  readonly threads: number;
  /** How often each kernel ran. */
  readonly launches = new Map<Entry, number>();
  readonly #module: WebAssembly.Module;
  readonly #memory = heap.memory;
  readonly #slots = heap.allocate(4 * SLOTS);
  readonly #job = heap.allocate(4 * Object.keys(JOB).length);
  #started = false;

  /** @param threads  1, where the heap is not shared */
  constructor(module: WebAssembly.Module, threads: number) {
    this.#module = module;
    this.threads = threads;
    this.exports = instantiate(module, this.#memory);
    new Int32Array(this.#memory.buffer, this.#slots, SLOTS).fill(0);
  }

  run({ entry, job, tasks, products }: Work): void {
    this.launches.set(entry, (this.launches.get(entry) ?? 0) + 1);
    const view = new DataView(this.#memory.buffer, this.#job);
    Object.entries(JOB).forEach(([name, type], i) => {
      const value = job[name as keyof Job] ?? 0;
      if (type === "f32") view.setFloat32(4 * i, value, true);
      else view.setUint32(4 * i, value >>> 0, true);
    });
    const together = products >= TOGETHER && tasks > 1 && this.threads > 1 && this.#ready();
    const threads = together ? this.threads : 1;
    const numbers = entry === "packWeights" ? 0 : this.exports[`${entry}Scratch`](this.#job);
    const size = Math.ceil((4 * numbers) / LINE) * LINE;
    const memory = size === 0 ? 0 : heap.allocate(size * threads);
    try {
      if (together) this.#together(ENTRIES.indexOf(entry), tasks, memory, size);
      else this.exports[entry](this.#job, 0, tasks, memory);
    } finally {
      if (size > 0) heap.free(memory);
    }
  }

  #together(entry: number, tasks: number, memory: number, size: number): void {
    const round = new Int32Array(this.#memory.buffer, this.#slots, SLOTS);
    round[ENTRY] = entry;
    round[JOB_AT] = this.#job;
    round[TASKS] = tasks;
    round[SCRATCH] = memory;
    round[SCRATCH_SIZE] = size;
    Atomics.store(round, DONE, 0);
    Atomics.add(round, EPOCH, 1);
    Atomics.notify(round, EPOCH);
    const [from, until] = share(tasks, 0, this.threads);
    this.exports[ENTRIES[entry]!](this.#job, from, until, memory);
    for (let spins = 0; ; spins++) {
      const done = Atomics.load(round, DONE);
      if (done === this.threads - 1) return;
      if (spins > SPINS) Atomics.wait(round, DONE, done, 1);
    }
  }

  /** Whether all workers are there; starts them, and does not wait for them. */
  #ready(): boolean {
    if (!this.#started) for (let thread = 1; thread < this.threads; thread++) this.#start(thread);
    this.#started = true;
    return Atomics.load(new Int32Array(this.#memory.buffer, this.#slots, SLOTS), READY) === this.threads - 1;
  }

  #start(thread: number): void {
    const script = new URL(`./worker${extname(import.meta.url)}`, import.meta.url);
    const workerData = {
      module: this.#module,
      memory: this.#memory,
      slots: this.#slots,
      thread,
      threads: this.threads,
    } satisfies WorkerData;
    new Worker(script, { workerData }).unref();
  }
}

/** From so many products on, waking other threads takes less time than they save. */
const TOGETHER = 2 ** 20;

/** Bytes of the processor's cache line, which two threads had better not share. */
const LINE = 64;

/** How often the end is looked for before the thread goes to sleep. */
const SPINS = 2000;
