import { refuse } from "../../errors.ts";
import { tf } from "../../tf.ts";
import type { MetaBackend } from "./backend.ts";
import { shapeRules, type ShapeRule } from "./shapes.ts";

const refusal =
  (kernelName: string): ShapeRule =>
  () =>
    refuse(
      "meta backend",
      `one of the kernels whose output shape it knows`,
      `the TensorFlow.js kernel ${kernelName}`,
      `use other operations in what is counted, or add ${kernelName} to the shape rules`,
    );

function register(kernelName: string, rule: ShapeRule): void {
  tf.registerKernel({
    kernelName,
    backendName: "meta",
    kernelFunc: ({ inputs, backend, attrs }) => {
      const meta = backend as MetaBackend;
      const outlines = rule(inputs as never, attrs as never);
      meta.watch(kernelName);
      const allocate = ({ shape, dtype }: { shape: number[]; dtype: tf.DataType }) => ({
        dataId: meta.write(null, shape, dtype),
        shape,
        dtype,
      });
      return Array.isArray(outlines) ? outlines.map(allocate) : allocate(outlines);
    },
  });
}

/** Registers a kernel for each shape rule, and one that refuses by name for every other kernel that exists. */
export function registerMetaKernels(): void {
  const existing = tf.getKernelsForBackend("cpu").map(({ kernelName }) => kernelName);
  for (const name of new Set([...shapeRules.keys(), ...existing])) {
    register(name, shapeRules.get(name) ?? refusal(name));
  }
}
