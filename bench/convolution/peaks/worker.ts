import { parentPort, workerData } from "node:worker_threads";
import { copy, multiplyAdds, STRIDE, SUMS, triad } from "./loops.ts";
import { type Assignment, WINDOW_MS, WINDOWS } from "./rates.ts";

const PAGE = 65536;

const { what, threads, bytes, arrived } = workerData as Assignment;
const { work, run } = prepare();
run();
const port = parentPort!;
port.postMessage(Array.from({ length: WINDOWS }, (_, i) => rateIn(i)));

/** Flops or bytes a second. */
function rateIn(window: number): number {
  const counter = new Int32Array(arrived);
  Atomics.add(counter, 0, 1);
  while (Atomics.load(counter, 0) < (window + 1) * threads);
  const begun = performance.now();
  let [done, elapsed] = [0, 0];
  do {
    run();
    done += work;
    elapsed = performance.now() - begun;
  } while (elapsed < WINDOW_MS);
  return (done / elapsed) * 1000;
}

/** Something to run, and the flops or bytes of it. */
function prepare(): { work: number; run: () => void } {
  if (what === "fused" || what === "wide" || what === "unfused") {
    const { module, flops } = multiplyAdds(what !== "unfused", what === "wide" ? SUMS.wide : SUMS.narrow);
    const turns = 200_000;
    const run = instantiate(module, 1);
    return { work: turns * flops, run: () => run(turns) };
  }
  const turns = Math.floor(bytes / threads / STRIDE);
  const size = turns * STRIDE;
  if (what === "copy") {
    const run = instantiate(copy(), Math.ceil((2 * size) / PAGE));
    return { work: 2 * size, run: () => run(0, size, size) };
  }
  const run = instantiate(triad(), Math.ceil((3 * size) / PAGE));
  return { work: 3 * size, run: () => run(0, size, 2 * size, turns) };
}

function instantiate(module: Uint8Array<ArrayBuffer>, pages: number): (...parameters: number[]) => void {
  const memory = new WebAssembly.Memory({ initial: pages });
  new Uint8Array(memory.buffer).fill(1);
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(module), { bench: { memory } });
  return exports.run as (...parameters: number[]) => void;
}
