import { registerKernels } from "../../conv/kernels.ts";
import type { Engine } from "./engine.ts";
import { heap, type WasmBackend } from "./heap.ts";
import { kernelsOf } from "./kernels.ts";
import { Packed } from "./packed.ts";
import { Pool } from "./pool.ts";

const engines = new WeakMap<WasmBackend, Engine & { module: WebAssembly.Module }>();

/** Has this project's kernels, as they were compiled, compute on the heap of the wasm backend that has started. */
export async function startKernels(module: WebAssembly.Module, threads: number): Promise<void> {
  const { backend, shared } = heap;
  const most = shared ? threads : 1;
  let engine = engines.get(backend);
  if (engine === undefined || engine.module !== module || engine.pool.threads !== most) {
    await engine?.pool.end();
    engine = { module, pool: new Pool(module, most), packed: engine?.packed ?? new Packed(backend) };
    engines.set(backend, engine);
  }
  registerKernels("wasm", kernelsOf(engine));
}

/** What the kernels of the wasm backend that has started compute with. */
export const engine = (): Engine => engines.get(heap.backend)!;
