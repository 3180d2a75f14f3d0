import { registerDeactivate } from "../../conv/activation.ts";
import { registerKernels } from "../../conv/kernels.ts";
import { deactivate } from "./deactivate.ts";
import type { Engine } from "./engine.ts";
import { heap, type WasmBackend } from "./heap.ts";
import { kernelsOf } from "./kernels.ts";
import { mendMinimum } from "./mend-minimum.ts";
import { Packed } from "./packed.ts";
import { Pool } from "./pool.ts";

const engines = new WeakMap<WasmBackend, Engine & { module: WebAssembly.Module }>();
let last: Engine | undefined;
let isMended = false;

/** Has this project's kernels, as they were compiled, compute on the heap of the wasm backend that has started. */
export async function startKernels(module: WebAssembly.Module, threads: number): Promise<void> {
  const { backend, shared } = heap;
  const most = shared ? threads : 1;
  const before = engines.get(backend);
  const isSame = before !== undefined && before.module === module && before.pool.threads === most;
  const engine = isSame
    ? before
    : { module, pool: new Pool(module, most), packed: before?.packed ?? new Packed(backend) };
  engines.set(backend, engine);
  last = engine;
  registerKernels("wasm", kernelsOf(engine));
  registerDeactivate("wasm", deactivate(engine));
  if (!isMended) mendMinimum();
  isMended = true;
  // Only now, since whoever convolves meanwhile would wait for workers that are gone.
  if (!isSame) await before?.pool.end();
}

/** Ends the threads of a wasm backend that was removed: they would hold its heap. */
export async function endKernels(): Promise<void> {
  await last?.pool.end();
  last = undefined;
}

/** What the kernels of the wasm backend that has started compute with. */
export const engine = (): Engine => engines.get(heap.backend)!;
