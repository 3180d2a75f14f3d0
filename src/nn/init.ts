import { uniform } from "./random.ts";

/** Makes the values of a parameter, in row-major order, when they are first needed. */
export type Initializer = () => Float32Array;

/**
 * PyTorch's default for weights and biases of convolutions and linear layers: uniform in ±1/√fanIn. For the weight it is
 * `kaiming_uniform_` with a = √5, whose bound √3 · √(2 / (1 + a²)) / √fanIn is the same number.
 *
 * @see He et al. 2015, arXiv 1502.01852
 */
export function kaimingUniform(size: number, fanIn: number): Initializer {
  const draw = uniform(size);
  const bound = Math.fround(1 / Math.sqrt(fanIn));
  return () => draw().map((u) => u * (bound + bound) - bound);
}

/** The same value everywhere. */
export function constant(size: number, value: number): Initializer {
  return () => new Float32Array(size).fill(value);
}
