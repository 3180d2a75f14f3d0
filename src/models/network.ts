import { Module, type ModuleOutput } from "../nn/index.ts";
import type { tf } from "../tf.ts";

/** A published network: a module that knows the input for which its paper gives figures. */
export abstract class Network<Output extends ModuleOutput = tf.Tensor> extends Module<Output> {
  /** [C, H, W] of one sample, without the batch. */
  abstract readonly inputShape: readonly [number, number, number];
}
