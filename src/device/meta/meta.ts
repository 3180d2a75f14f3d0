import { tf } from "../../tf.ts";
import { MetaBackend, type KernelWatcher } from "./backend.ts";
import { registerMetaKernels } from "./kernels.ts";

registerMetaKernels();

/** Whether operations now give shapes only. */
export function isMeta(): boolean {
  return tf.engine().backendName === "meta";
}

/**
 * Runs `fn` on shapes alone: tensors made in it hold no values, and it costs the same for any size. Afterwards the
 * backend is the one it was, also when `fn` throws, and every tensor that `fn` made is disposed. `fn` returns plain data.
 *
 * @param watch  is told the name of each kernel that ran
 * @throws  when `fn` reads values, or uses a TensorFlow.js kernel whose output shape is not known
 */
export function onMeta<T>(fn: () => T, watch: KernelWatcher = () => {}): T {
  const before = tf.engine().backendName;
  if (before) tf.backend(); // One that is still starting cannot be left and come back to: tfjs says so here.
  tf.registerBackend("meta", () => new MetaBackend(watch), 0);
  void tf.setBackend("meta");
  tf.engine().startScope("meta");
  try {
    return fn();
  } finally {
    tf.engine().endScope();
    tf.removeBackend("meta");
    if (before) void tf.setBackend(before);
  }
}
