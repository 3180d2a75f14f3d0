import { availableParallelism } from "node:os";
import { toWhole } from "../../arguments.ts";
import { refuse, show } from "../../errors.ts";
import { tf } from "../../tf.ts";
import type { Device } from "../device.ts";
import { compile, widest } from "./module.ts";
import { startKernels } from "./start.ts";
import { shareHeap } from "./share-heap.ts";

/** The module's binaries lie beside its script, where it looks for them itself, in a checkout and in an installed package. */
export const wasm: Device = {
  name: "wasm",
  description:
    "WebAssembly with SIMD: convolutions by kernels of this project on all cores, the rest by XNNPACK on one",
  auto: "the fastest device that works on every machine",
  options: ["threads", "vectors"],
  async start(_onLost, { threads = availableParallelism(), vectors = widest() }) {
    toWhole("useDevice", "threads", threads, 1);
    checkVectors(vectors);
    const before = new Set(FAILURES.flatMap((failure) => process.rawListeners(failure)));
    const shared = shareHeap();
    // Before tfjs's module is there: the flags with which this one is compiled are those of the whole process.
    const module = compile({ vectors, shared });
    if (!(await tf.setBackend("wasm"))) throw new Error("WebAssembly did not start");
    // The module's loader rethrows every failure of the process; whoever hosts this library handles failures in a way of its own.
    for (const failure of FAILURES) {
      for (const listener of process.rawListeners(failure)) {
        if (!before.has(listener)) process.off(failure, listener as () => void);
      }
    }
    refuseMoreThanFits();
    await startKernels(module, threads);
  },
};

function checkVectors(vectors: unknown): void {
  if (vectors === 128 || vectors === widest()) return;
  const expected = `vectors of ${[...new Set([128, widest()])].join(" or ")} bits here`;
  refuse("useDevice", expected, show(vectors), "leave vectors out");
}

const FAILURES = ["uncaughtException", "unhandledRejection"] as const;

/** Makes an allocation fail that does not fit: tfjs goes on at address 0, or at one too few bytes, and ruins what other tensors hold. */
function refuseMoreThanFits(): void {
  const { wasm } = tf.backend() as unknown as { wasm: { asm: { malloc: Allocate } } };
  const allocate: Allocate = (bytes) => {
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

type Allocate = (bytes: number) => number;

const HEAP = 2 ** 32;
