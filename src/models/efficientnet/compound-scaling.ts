import { makeDivisible } from "../blocks/make-divisible.ts";
import { MBConv } from "./mbconv.ts";
import type { Stage } from "./mbconv-network.ts";

/** By what EfficientNet-B0 is scaled up. */
export interface CompoundScaling {
  /** Factor of all channels, rounded to a multiple of 8; 1 by default. */
  widthMult?: number;
  /** Factor of each stage's layers, rounded up; 1 by default. */
  depthMult?: number;
  /** Height and width of the images; 224 by default. */
  resolution?: number;
  /** Probability of dropout before the classifier; 0.2 by default. */
  dropout?: number;
}

/** Table 1 of EfficientNet, without the first and last line: block, expansion factor, kernel size, stride, channels, layers. */
export const STAGES: readonly Stage[] = [
  [MBConv, 1, 3, 1, 16, 1],
  [MBConv, 6, 3, 2, 24, 2],
  [MBConv, 6, 5, 2, 40, 2],
  [MBConv, 6, 3, 2, 80, 3],
  [MBConv, 6, 5, 1, 112, 3],
  [MBConv, 6, 5, 2, 192, 4],
  [MBConv, 6, 3, 1, 320, 1],
];

/** A stage with more channels and more layers. */
export const scaled = (
  [block, factor, kernelSize, stride, channels, layers]: Stage,
  { widthMult = 1, depthMult = 1 }: CompoundScaling,
): Stage => [block, factor, kernelSize, stride, makeDivisible(channels * widthMult), Math.ceil(layers * depthMult)];
