import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import { withMemory } from "./memory.ts";

/**
 * Has tfjs start its module with a memory that threads can share; its own build with threads does not run in Node. Where the
 * module was started before, its heap stays as it is.
 *
 * @returns  whether the heap is, or will be, shared
 */
export function shareHeap(): boolean {
  return (shared ??= share());
}

let shared: boolean | undefined;

function share(): boolean {
  const { resolve } = createRequire(import.meta.url);
  const binary = readFileSync(resolve(`@tensorflow/tfjs-backend-wasm/dist/${NAME}`));
  const url = `data:application/wasm;base64,${Buffer.from(withMemory(binary, { shared: true })).toString("base64")}`;
  try {
    setWasmPaths({ [NAME]: url, "tfjs-backend-wasm.wasm": url, "tfjs-backend-wasm-threaded-simd.wasm": url }, true);
  } catch {
    return false; // its module runs already
  }
  return true;
}

const NAME = "tfjs-backend-wasm-simd.wasm";
