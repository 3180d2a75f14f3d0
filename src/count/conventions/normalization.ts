import { inputValues, type Convention } from "./convention.ts";

/**
 * What fvcore and DeepSpeed take for a normalization: for each value a shift by statistics that are known, and with a
 * weight its scale; 4, and 5 with a weight, where the statistics are the input's own.
 */
export const normalization: Convention = (layer) => {
  const hasWeight = layer.module.ownParameters().length > 0;
  const hasStatistics = layer.module.ownTensors().buffers.length > 0;
  return inputValues(layer) * ((hasStatistics ? 1 : 4) + (hasWeight ? 1 : 0));
};
