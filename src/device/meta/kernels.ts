import { tf } from "../../tf.ts";
import type { MetaBackend } from "./backend.ts";
import { borrowed } from "./borrowed.ts";
import { shapeRules } from "./shapes.ts";
import type { ShapeRule } from "./shapes/outline.ts";

function register(kernelName: string, rule: ShapeRule): void {
  tf.registerKernel({
    kernelName,
    backendName: "meta",
    kernelFunc: ({ inputs: given, backend, attrs = {} }) => {
      const meta = backend as MetaBackend;
      const inputs = Object.fromEntries(Object.entries(given).filter(([, input]) => input)) as Record<
        string,
        tf.TensorInfo
      >;
      const outlines = rule(inputs, attrs as never);
      const allocate = ({ shape, dtype }: { shape: number[]; dtype: tf.DataType }) => ({
        dataId: meta.write(null, shape, dtype),
        shape,
        dtype,
      });
      const outputs = [outlines].flat().map(allocate);
      meta.watch({ kernelName, inputs, attrs, outputs });
      return Array.isArray(outlines) ? outputs : outputs[0]!;
    },
  });
}

/** Registers a kernel for each shape rule, and one that asks the cpu backend for every other kernel that it has by now. */
export function registerMetaKernels(): void {
  const existing = tf.getKernelsForBackend("cpu").map(({ kernelName }) => kernelName);
  for (const name of new Set([...shapeRules.keys(), ...existing])) {
    if (!tf.getKernel(name, "meta")) register(name, shapeRules.get(name) ?? borrowed(name));
  }
}
