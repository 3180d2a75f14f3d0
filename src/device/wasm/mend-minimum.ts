import type { KernelFunc } from "@tensorflow/tfjs";
import { tf } from "../../tf.ts";

/**
 * Has a minimum and a maximum with one number keep what is not a number, as on every other device: XNNPACK keeps that of the
 * first input alone, so the one number comes second.
 */
export function mendMinimum(): void {
  for (const kernelName of ["Minimum", "Maximum"]) {
    const { kernelFunc: stock, ...kernel } = tf.getKernel(kernelName, "wasm");
    const kernelFunc: KernelFunc = (call) => {
      const { a, b } = call.inputs;
      return stock(a!.shape.length === 0 ? { ...call, inputs: { a: b!, b: a! } } : call);
    };
    tf.unregisterKernel(kernelName, "wasm");
    tf.registerKernel({ ...kernel, kernelFunc });
  }
}
