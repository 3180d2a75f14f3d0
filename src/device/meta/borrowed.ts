import { refuse } from "../../errors.ts";
import { tf } from "../../tf.ts";
import type { Inputs, Outline, ShapeRule } from "./shapes/outline.ts";

/** Kernels whose output has a shape that depends on values: what zeros give tells nothing of it. */
const DEPENDS_ON_VALUES =
  /^(NonMaxSuppression|Ragged|SparseFill|SparseReshape|SparseSegment|StringNGrams|StringSplit|Unique)/;

/** The shape rule of a kernel that has none: what the cpu backend's own kernel gives for zeros. It takes time and memory. */
export const borrowed =
  (kernelName: string): ShapeRule =>
  (inputs, attrs) => {
    if (DEPENDS_ON_VALUES.test(kernelName)) unknown(kernelName, "");
    try {
      return onZeros(kernelName, inputs, attrs);
    } catch (error) {
      return unknown(kernelName, `, of which the cpu backend says ${String(error)}`);
    }
  };

function onZeros(kernelName: string, inputs: Inputs, attrs: tf.NamedAttrMap): Outline | Outline[] {
  const cpu = tf.findBackend("cpu") as tf.KernelBackend;
  const made: object[] = [];
  try {
    const zeros = Object.entries(inputs).map(([name, { shape, dtype }]): [string, tf.TensorInfo] => {
      const size = tf.util.sizeFromShape(shape);
      const values =
        dtype === "string"
          ? Array.from({ length: size }, () => new Uint8Array())
          : tf.util.makeZerosTypedArray(size, dtype);
      const dataId = cpu.write(values, shape, dtype);
      made.push(dataId);
      return [name, { dataId, shape, dtype }];
    });
    const { kernelFunc } = tf.getKernel(kernelName, "cpu");
    const given = kernelFunc({ inputs: Object.fromEntries(zeros), attrs, backend: cpu });
    const outputs = [given].flat();
    made.push(...outputs.map(({ dataId }) => dataId));
    const outlines = outputs.map(({ shape, dtype }) => ({ shape, dtype }));
    return Array.isArray(given) ? outlines : outlines[0]!;
  } finally {
    for (const dataId of made) cpu.disposeData(dataId, true);
  }
}

function unknown(kernelName: string, why: string): never {
  return refuse(
    "meta backend",
    "kernels whose output shape follows from the shapes that come in",
    `the TensorFlow.js kernel ${kernelName}${why}`,
    `use other operations in what is counted, or add ${kernelName} to the shape rules`,
  );
}
