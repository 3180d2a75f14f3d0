import { tf } from "../../tf.ts";
import { withMemory } from "./memory.ts";

/** Whether tfjs's module runs already, so that its heap stays what it is. */
export const runsAlready = (): boolean => Object.hasOwn(tf.engine().registry, "wasm");

/** Has tfjs's module start on a memory that threads can share; its own build with threads does not run in Node. */
export async function onSharedHeap<T>(start: () => Promise<T>): Promise<T> {
  const { instantiate } = WebAssembly;
  const sharing = (source: BufferSource | WebAssembly.Module, imports?: WebAssembly.Imports) => {
    if (source instanceof WebAssembly.Module) return instantiate(source, imports);
    const bytes = ArrayBuffer.isView(source)
      ? Buffer.from(source.buffer, source.byteOffset, source.byteLength)
      : Buffer.from(source);
    return instantiate(bytes.includes(EXPORT) ? withMemory(bytes, { shared: true }) : source, imports);
  };
  Object.assign(WebAssembly, { instantiate: sharing });
  try {
    return await start();
  } finally {
    Object.assign(WebAssembly, { instantiate });
  }
}

/** A function of tfjs's module, by which it is told from others that start at the same time. */
const EXPORT = "register_tensor";
