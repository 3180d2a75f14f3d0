import type { KernelCall } from "../../device/meta/backend.ts";
import { tf } from "../../tf.ts";

/** Operations that give the same values another shape, in the same memory. */
const VIEWS = new Set(["ExpandDims", "Identity", "Reshape"]);

/** Operations that read no more of what they take values from than they give. */
const SELECTING = new Set(["GatherNd", "GatherV2", "Slice", "StridedSlice"]);

/** The bytes that an operation reads and writes, each tensor once; those of texts are not known and left out. */
export function bytesMoved({ kernelName, inputs, outputs }: KernelCall): { read: number; written: number } {
  const written = bytes(outputs);
  if (VIEWS.has(kernelName)) return { read: 0, written: 0 };
  if (!SELECTING.has(kernelName)) return { read: bytes(Object.values(inputs)), written };
  return { read: written + bytes(inputs["indices"] ? [inputs["indices"]] : []), written };
}

const bytes = (tensors: readonly tf.TensorInfo[]) =>
  tensors.reduce((sum, { shape, dtype }) => sum + tf.util.sizeFromShape(shape) * bytesOf(dtype), 0);

const bytesOf = (dtype: tf.DataType) => (dtype === "string" ? 0 : tf.util.bytesPerElement(dtype));
