import { availableParallelism } from "node:os";
import { registerKernels } from "../../conv/kernels.ts";
import type { Engine } from "./engine.ts";
import { heap } from "./heap.ts";
import { kernelsOf } from "./kernels.ts";
import { Packed } from "./packed.ts";
import { Pool } from "./pool.ts";

const engines = new WeakMap<object, Engine>();

/** Has this project's kernels, as they were compiled, compute on the heap of the wasm backend that has started. */
export function startKernels(module: WebAssembly.Module, threads = availableParallelism()): Engine {
  const { backend, memory } = heap;
  const shared = memory.buffer instanceof SharedArrayBuffer;
  const engine = engines.get(backend) ?? {
    pool: new Pool(module, shared ? threads : 1),
    packed: new Packed(backend),
  };
  engines.set(backend, engine);
  registerKernels("wasm", kernelsOf(engine));
  return engine;
}
