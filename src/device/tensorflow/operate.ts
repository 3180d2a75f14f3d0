import type { NodeJSKernelBackend } from "@tensorflow/tfjs-node/dist/nodejs_kernel_backend.js";
import type { Tensor, TensorInfo } from "@tensorflow/tfjs";
import { refuse, show } from "../../errors.ts";
import { tf } from "../../tf.ts";

/** What an operation is told besides its inputs. */
export type Attributes = Record<string, string | boolean | number | readonly number[]>;

/** A list of texts, and one of types, as `kernel/device/binding.cc` reads them. */
export const texts = (...list: string[]): string => list.map((text) => `\u0001${text}`).join("");
export const types = (...list: number[]): string => list.map((type) => `\u0002${type}`).join("");

/**
 * Runs one of TensorFlow's operations on float32 tensors.
 *
 * @throws  when TensorFlow refuses it, naming the operation and the shapes
 * @see https://www.tensorflow.org/api_docs/python/tf/raw_ops
 */
export function operate<T extends Tensor = Tensor>(name: string, inputs: TensorInfo[], attributes: Attributes = {}): T {
  const backend = tf.backend() as NodeJSKernelBackend;
  const { binding } = backend;
  const float = { name: "T", type: binding.TF_ATTR_TYPE, value: binding.TF_FLOAT };
  const others = Object.entries(attributes).map(([name, value]) => ({
    name,
    type:
      typeof value === "string"
        ? binding.TF_ATTR_STRING
        : typeof value === "boolean"
          ? binding.TF_ATTR_BOOL
          : binding.TF_ATTR_INT,
    value: value as string | boolean | number[],
  }));
  try {
    return backend.executeSingleOutput(name, [float, ...others], inputs) as T;
  } catch (error) {
    const shapes = inputs.map(({ shape }) => show(shape)).join(", ");
    const message = (error as Error).message.replace(/^Invalid TF_Status: \d+\nMessage: /, "");
    const remedy = `use smaller tensors, or useDevice("wasm")`;
    refuse("tensorflow", "an operation that TensorFlow can do", `${name} of ${shapes}: ${message}`, remedy);
  }
}
