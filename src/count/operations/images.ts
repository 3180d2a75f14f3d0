import { arithmetic, every, size, type CostRule, type CostRules } from "./cost-rule.ts";

/*
 * The arithmetic of the values; that of the places where an image is sampled, once for all channels, is not counted.
 */

/** Between two neighbours: above, below, and between both; a + (b − a) · t each. */
const bilinear: CostRule = (_inputs, _attrs, output) => arithmetic(3 * size(output), 6 * size(output));

const nearest: CostRule = () => arithmetic(0, 0);

/** Each gradient goes to four pixels by their weights. */
const bilinearGradient: CostRule = ({ dy }) => arithmetic(4 * size(dy), 4 * size(dy));
const nearestGradient: CostRule = ({ dy }) => arithmetic(0, size(dy));

const byMethod: CostRule = (inputs, attrs: { method?: string; interpolation?: string }, output) =>
  ((attrs.method ?? attrs.interpolation) === "bilinear" ? bilinear : nearest)(inputs, attrs as never, output);

/** Operations that sample images at other places. */
export const images: CostRules = [
  ["ResizeBilinear", bilinear],
  ["ResizeBilinearGrad", bilinearGradient],
  ...every("ResizeNearestNeighbor RotateWithOffset", nearest),
  ["ResizeNearestNeighborGrad", nearestGradient],
  ...every("CropAndResize Transform", byMethod),
];
