import "@tensorflow/tfjs-backend-wasm";
import { availableParallelism } from "node:os";
import { toWhole } from "../../arguments.ts";
import { refuse, show } from "../../errors.ts";
import { tf } from "../../tf.ts";
import type { Device } from "../device.ts";
import { compile, widest } from "./module.ts";
import { endKernels, engine, startKernels } from "./start.ts";
import { heap } from "./heap.ts";
import { onSharedHeap, runsAlready } from "./shared-heap.ts";

/** Threads: each takes some 12 MB. */
const MOST = 256;

const CORES = Math.min(availableParallelism(), MOST);

/** What convolves: what was started last, or what would start by itself. */
let convolves = { threads: CORES, vectors: widest() };

/** Makes tfjs's backend, and how tfjs prefers it: tf.removeBackend takes both away. */
const [make, PRIORITY] = [tf.findBackendFactory("wasm"), 2];

/** The module's binaries lie beside its script, where it looks for them itself, in a checkout and in an installed package. */
export const wasm: Device = {
  name: "wasm",
  get description() {
    const { threads, vectors } = convolves;
    const on = `${threads} thread${threads === 1 ? "" : "s"} with vectors of ${vectors} bits`;
    return `WebAssembly with SIMD: convolutions by kernels of this project on ${on}, the rest by XNNPACK on one`;
  },
  auto: "the fastest device that works on every machine",
  options: ["threads", "vectors"],
  async start(_onLost, { threads = CORES, vectors }) {
    checkThreads(threads);
    const before = new Set(FAILURES.flatMap((failure) => process.rawListeners(failure)));
    const shared = runsAlready() ? heap.shared : true;
    // Wide vectors only before tfjs's module is there, and at once: the flags for them are those of the whole process.
    const most = shared ? widest() : 128;
    const wide = compile({ vectors: most, shared });
    const width = toVectors(vectors ?? most, most);
    const module = width === most ? wide : compile({ vectors: 128, shared });
    if (tf.findBackendFactory("wasm") === null) {
      await endKernels();
      tf.registerBackend("wasm", make, PRIORITY);
    }
    const started = await onSharedHeap(() => tf.setBackend("wasm"));
    if (!started) throw new Error("WebAssembly did not start");
    // The module's loader rethrows every failure of the process; whoever hosts this library handles failures in a way of its own.
    for (const failure of FAILURES) {
      for (const listener of process.rawListeners(failure)) {
        if (!before.has(listener)) process.off(failure, listener as () => void);
      }
    }
    refuseMoreThanFits();
    await startKernels(module, threads);
    convolves = { threads: engine().pool.threads, vectors: width };
  },
};

function checkThreads(threads: unknown): void {
  const remedy = "leave threads out for one on each core";
  if (toWhole("useDevice", "threads", threads, 1) > MOST) {
    refuse("useDevice", `at most ${MOST} threads`, show(threads), remedy);
  }
}

function toVectors(vectors: unknown, most: 128 | 256): 128 | 256 {
  if (vectors === 128 || vectors === 256) if (vectors <= most) return vectors;
  const expected = `vectors of ${most === 128 ? "128" : "128 or 256"} bits here`;
  return refuse("useDevice", expected, show(vectors), "leave vectors out");
}

const FAILURES = ["uncaughtException", "unhandledRejection"] as const;

/** Makes an allocation fail that does not fit: tfjs goes on at address 0, or at one too few bytes, and ruins what other tensors hold. */
function refuseMoreThanFits(): void {
  const { wasm } = heap.backend;
  const allocate = (bytes: number): number => {
    const address = bytes < HEAP ? wasm.asm.malloc(bytes) : 0;
    if (address === 0 && bytes > 0) {
      const remedy = `use smaller tensors, dispose those that are done with, or useDevice("cpu")`;
      const received = `one of ${Math.ceil(bytes / 2 ** 20)} MiB beside what is there`;
      refuse("wasm", "tensors that fit into its 4 GiB", received, remedy);
    }
    return address;
  };
  Object.assign(wasm, { _malloc: allocate });
}

const HEAP = 2 ** 32;
