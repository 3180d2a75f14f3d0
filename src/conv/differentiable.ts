import type { Tensor, Tensor4D } from "@tensorflow/tfjs";
import { tf } from "../tf.ts";

/** What tf.customGrad goes through, which cannot give gradients that are computed only when they are asked for. */
interface Engine {
  runKernelFunc(run: {
    inputs: Record<string, Tensor>;
    forwardFunc(backend: unknown, save: (tensors: Tensor[]) => void): Tensor4D;
    backwardsFunc(dy: Tensor4D, saved: Tensor[]): Record<string, () => Tensor>;
  }): Tensor4D;
}

/**
 * A function of tensors with derivatives of its own. What a first layer's input would get is never computed: of the gradients
 * only those run that lead to something that was asked for.
 *
 * @param inputs     by name
 * @param forward    of the inputs
 * @param gradients  by the inputs' names, of the inputs as they were kept, of the upstream gradient and of forward's result
 */
export function differentiable<Inputs extends Record<string, Tensor>>(
  inputs: Inputs,
  forward: (inputs: Inputs) => Tensor4D,
  gradients: (kept: Inputs, dy: Tensor4D, y: Tensor4D) => Record<string, () => Tensor>,
): Tensor4D {
  return (tf.engine() as unknown as Engine).runKernelFunc({
    inputs,
    forwardFunc(_backend, save) {
      const y = forward(inputs);
      save([y, ...Object.values(inputs)]);
      return y;
    },
    backwardsFunc(dy, [y, ...kept]) {
      const names = Object.keys(inputs);
      return gradients(Object.fromEntries(kept.map((tensor, i) => [names[i], tensor])) as Inputs, dy, y as Tensor4D);
    },
  });
}
