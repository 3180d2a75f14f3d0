import { extname } from "node:path";
import { Worker } from "node:worker_threads";
import { refuse } from "../../errors.ts";
import { heap } from "./heap.ts";
import { JOB, type Job } from "./job.ts";
import { instantiate, type Exports } from "./module.ts";
import { DONE, ENTRIES, ENTRY, EPOCH, FAILED, JOB_AT, READY, SCRATCH, SCRATCH_SIZE, SLOTS, TASKS } from "./round.ts";
import { share, type Entry } from "./round.ts";
import type { WorkerData } from "./worker.ts";

const FIELDS = Object.entries(JOB);

/** A piece of work. */
export interface Work {
  entry: Entry;
  job: Partial<Job>;
  tasks: number;
  /** Products in all, by which it is told whether other threads are worth waking. */
  products: number;
}

/** The threads that compute: this one, and workers, which start with the first work that is large. */
export class Pool {
  readonly exports: Exports;
  readonly threads: number;
  /** How often each kernel ran. */
  readonly launches = new Map<Entry, number>();
  readonly #module: WebAssembly.Module;
  readonly #memory = heap.memory;
  readonly #slots = heap.allocate(4 * SLOTS);
  readonly #job = heap.allocate(4 * FIELDS.length);
  readonly #round = new Int32Array(this.#memory.buffer, this.#slots, SLOTS);
  #workers: Worker[] | undefined;
  #busy = false;
  #scratch = 0;

  /** @param threads  1, where the heap is not shared */
  constructor(module: WebAssembly.Module, threads: number) {
    this.#module = module;
    this.threads = threads;
    this.exports = instantiate(module, this.#memory);
    this.#round.fill(0);
  }

  /** How many threads are there: workers take a moment to start. */
  get present(): number {
    return 1 + Atomics.load(this.#round, READY);
  }

  run({ entry, job, tasks, products }: Work): void {
    // An interrupt may have ended this thread's part of a round, and not the others', and goes past every finally.
    if (this.#busy) this.#join();
    this.#release();
    this.launches.set(entry, (this.launches.get(entry) ?? 0) + 1);
    this.#write(job);
    const together = products >= TOGETHER && tasks > 1 && this.threads > 1 && this.#ready();
    const numbers = this.exports[`${entry}Scratch`](this.#job);
    const size = Math.ceil((4 * numbers) / LINE) * LINE;
    if (size > 0) this.#scratch = heap.allocate(size * (together ? Math.min(this.threads, tasks) : 1));
    try {
      if (together) this.#together(entry, tasks, size);
      else this.exports[entry](this.#job, 0, tasks, this.#scratch);
    } finally {
      this.#release();
    }
  }

  #release(): void {
    const scratch = this.#scratch;
    this.#scratch = 0;
    if (scratch !== 0) heap.free(scratch);
  }

  /** Ends the workers. */
  async end(): Promise<void> {
    await Promise.all(this.#workers?.map((worker) => worker.terminate()) ?? []);
    heap.free(this.#slots);
    heap.free(this.#job);
  }

  #write(job: Partial<Job>): void {
    const view = new DataView(this.#memory.buffer, this.#job);
    FIELDS.forEach(([name, type], i) => {
      const value = job[name as keyof Job] ?? 0;
      if (type === "f32") view.setFloat32(4 * i, value, true);
      else view.setUint32(4 * i, value, true);
    });
  }

  #together(entry: Entry, tasks: number, size: number): void {
    const round = this.#round;
    round[ENTRY] = ENTRIES.indexOf(entry);
    round[JOB_AT] = this.#job;
    round[TASKS] = tasks;
    round[SCRATCH] = this.#scratch;
    round[SCRATCH_SIZE] = size;
    this.#busy = true;
    Atomics.store(round, DONE, 0);
    Atomics.store(round, FAILED, 0);
    Atomics.add(round, EPOCH, 1);
    Atomics.notify(round, EPOCH);
    const [from, until] = share(tasks, 0, this.threads);
    try {
      this.exports[entry](this.#job, from, until, this.#scratch);
    } finally {
      this.#join();
    }
    if (Atomics.load(round, FAILED) === 0) return;
    refuse("wasm", `every thread to end ${entry}`, "a trap in one", 'call useDevice("wasm", { threads: 1 })');
  }

  /** Waits for the others. */
  #join(): void {
    for (let looks = 0; ; looks++) {
      const done = Atomics.load(this.#round, DONE);
      if (done === this.threads - 1) break;
      if (looks > LOOKS) Atomics.wait(this.#round, DONE, done, 1);
    }
    this.#busy = false;
  }

  /** Whether all workers are there; starts them, and does not wait for them. */
  #ready(): boolean {
    this.#workers ??= Array.from({ length: this.threads - 1 }, (_, i) => this.#start(i + 1));
    return this.present === this.threads;
  }

  #start(thread: number): Worker {
    const script = new URL(`./worker${extname(import.meta.url)}`, import.meta.url);
    const [module, memory, slots, threads] = [this.#module, this.#memory, this.#slots, this.threads];
    const worker = new Worker(script, { workerData: { module, memory, slots, thread, threads } satisfies WorkerData });
    worker.unref();
    return worker;
  }
}

/** From so many products on, waking other threads takes less time than they save. */
const TOGETHER = 2 ** 20;

/** Bytes of the processor's cache line, which two threads had better not share. */
const LINE = 64;

/** How often it is looked whether the others are done before this thread goes to sleep. */
const LOOKS = 2000;
