import { tf } from "../../tf.ts";
import { MetaBackend, type KernelWatcher } from "./backend.ts";
import { withBlankGradients } from "./gradients.ts";
import { registerMetaKernels } from "./kernels.ts";
import { withoutTrace } from "./without-trace.ts";

registerMetaKernels();

/** Whether operations now give shapes only. */
export function isMeta(): boolean {
  return tf.engine().backendName === "meta";
}

/**
 * Runs `fn` on shapes alone: tensors made in it hold no values, and it costs the same for any size. Afterwards the
 * backend is the one it was, also when `fn` throws, every tensor and variable that `fn` made is disposed, and other
 * variables have the values that they had. `fn` returns plain data.
 *
 * @param watch  is told of each kernel that ran: its name, inputs, attributes and outputs
 * @throws  when `fn` reads values, or uses a TensorFlow.js kernel whose output shape cannot be known
 */
export function onMeta<T>(fn: () => T, watch: KernelWatcher = () => {}): T {
  const engine = tf.engine();
  if (engine.backendName) tf.backend(); // One that is still starting cannot be left and come back to: tfjs says so here.
  const { backendName } = engine;
  const backendInstance: unknown = Reflect.get(engine, "backendInstance");
  // Not tf.setBackend, which goes through the kernels of all backends each time.
  Object.assign(engine, { backendName: "meta", backendInstance: new MetaBackend(watch) });
  try {
    return withoutTrace(() => withBlankGradients(fn));
  } finally {
    Object.assign(engine, { backendName, backendInstance });
  }
}

/** A float32 tensor of a shape, made by no kernel; within `onMeta`. */
export function outline(shape: readonly number[]): tf.Tensor {
  const outline = { shape: Array.from(shape), dtype: "float32" } as const;
  const dataId = (tf.backend() as MetaBackend).write(null, outline.shape, outline.dtype);
  return tf.engine().makeTensorFromTensorInfo({ dataId, ...outline });
}
