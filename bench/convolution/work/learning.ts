import type { Network } from "./network.ts";
import { heScale, SEEDS, values } from "./values.ts";

/** A training step as every peer takes it: SGD on the mean cross entropy, batch norms of the batch's own statistics. */
export const LEARNING_RATE = 0.0001;
export const NORM = { epsilon: 1e-5, momentum: 0.1 } as const;

/** The class of each image. */
export const labelsOf = (batch: number, classes: number): number[] =>
  Array.from({ length: batch }, (_, i) => (i * 131) % classes);

export interface Parameters {
  /** OIHW, or [out, in] of the linear layer. */
  weight: Float32Array<ArrayBuffer>;
  shape: number[];
  /** Of a convolution the shift of its batch norm; folded into the convolution it is a bias. */
  bias: Float32Array<ArrayBuffer>;
}

/**
 * What the layers of a network hold at first, the linear one last. Batch norms scale by 1 and have seen a mean of 0 and a variance
 * of 1 − ε: folded they leave the weights as they are.
 */
export function parametersOf({ convolutions, classifier }: Network): Parameters[] {
  const shapes = [
    ...convolutions.map(({ inChannels, outChannels, groups, kernel }) => [outChannels, inChannels / groups, ...kernel]),
    [classifier.outFeatures, classifier.inFeatures],
  ];
  return shapes.map((shape, i) => {
    const [outputs, ...rest] = shape as [number, ...number[]];
    const fanIn = rest.reduce((product, size) => product * size);
    const seed = SEEDS.weights + 2 * i;
    const weight = values(outputs * fanIn, seed, heScale(fanIn));
    return { shape, weight, bias: values(outputs, seed + 1, BIAS) };
  });
}

const BIAS = 0.2;
