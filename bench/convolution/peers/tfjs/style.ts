import type { Tensor, Tensor4D } from "@tensorflow/tfjs";
import type { Layer } from "../../work/layer.ts";
import type { NetworkTask } from "../../work/task.ts";

export type Tf = typeof import("@tensorflow/tfjs");
export type Layout = "NCHW" | "NHWC";

/** A network with its tensors. */
export interface BuiltNetwork {
  /** The order of the sizes, and what was done to the network. */
  layout: string;
  /** The logits, or the loss of a training step, as a new tensor. */
  run(): Tensor;
  /** Sets what was learned back to how it was. */
  reset(): void;
  dispose(): void;
}

/** How convolutions are written with tfjs: with its own operations or with this library's. */
export interface Style {
  layouts: readonly Layout[];
  /** What PyTorch's weight [C_out, C_in / groups, kH, kW] is as this style holds it, and back. */
  fromOIHW(weight: Tensor4D, layer: Layer): Tensor4D;
  toOIHW(weight: Tensor4D, layer: Layer): Tensor4D;
  /** @param weights  of each of the layer's convolutions */
  forward(x: Tensor4D, weights: readonly Tensor4D[], layer: Layer, layout: Layout): Tensor4D;
  /** In each layout that is worth a try. */
  networks(task: NetworkTask): BuiltNetwork[];
}
