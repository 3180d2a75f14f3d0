import type { LocalResponseNorm } from "../../nn/index.ts";
import { inputValues, type Convention } from "./convention.ts";

/** PyTorch's function squares, pads the channels by size − 1, takes their mean, multiplies by alpha and adds k: pooling counts its input. */
export const localResponse: Convention = (layer) => {
  const { size } = layer.module as LocalResponseNorm;
  const values = inputValues(layer);
  return 4 * values + (values / layer.inputShapes[0]![1]!) * (size - 1);
};
