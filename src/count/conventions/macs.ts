import * as nn from "../../nn/index.ts";
import { hasBias } from "../layers/arithmetic.ts";
import { outputValues, type Convention } from "./convention.ts";

/** Multiply-accumulates of convolutions and matrix products. */
export const macs: Convention = (layer) => layer.macs ?? 0;

/** An addition for each value to which a convolution or a linear layer adds a bias. */
const biases: Convention = (layer) => {
  const { module } = layer;
  return (module instanceof nn.Conv2d || module instanceof nn.Linear) && hasBias(module) ? outputValues(layer) : 0;
};

/** Multiply-accumulates, and an addition for each bias. */
export const macsWithBias: Convention = (layer) => macs(layer) + biases(layer);

/** A product and a sum for each multiply-accumulate. */
export const flops: Convention = (layer) => 2 * macs(layer);

/** A product and a sum for each multiply-accumulate, and an addition for each bias. */
export const flopsWithBias: Convention = (layer) => flops(layer) + biases(layer);
