import type { AnyModule } from "../../nn/index.ts";
import { tf } from "../../tf.ts";

/** A layer as it ran. */
export interface ObservedLayer {
  module: AnyModule;
  /** Shapes with the batch. */
  inputShapes: readonly number[][];
  outputShapes: readonly number[][];
  /** Multiply-accumulates of its convolution or matrix products; null where there is no rule. */
  macs: number | null;
}

/** How many operations a way of counting sees in a layer. */
export type Convention = (layer: ObservedLayer) => number;

/** The values that go in. */
export const inputValues: Convention = ({ inputShapes }) => tf.util.sizeFromShape(inputShapes[0]!);

/** The values that come out. */
export const outputValues: Convention = ({ outputShapes }) => tf.util.sizeFromShape(outputShapes[0]!);
