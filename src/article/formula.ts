/** A convolution layer and its input, in the letters of the article's section 3; sizes are [height, width]. */
export interface Layer {
  inChannels: number;
  outChannels: number;
  kernelSize: readonly [number, number];
  /** Height and width of the input's feature maps. */
  inputSize: readonly [number, number];
  stride?: readonly [number, number];
  /** Zeros on each side: [top and bottom, left and right]. */
  padding?: readonly [number, number];
  dilation?: readonly [number, number];
  groups?: number;
  bias?: boolean;
}

/**
 * Output height and width: H' = ⌊(H + 2p − d(k − 1) − 1) / s⌋ + 1.
 *
 * @see Dumoulin and Visin 2016, arXiv 1603.07285, relationship 15
 * @example
 * article.formula.outputSize({ inChannels: 1, outChannels: 1, kernelSize: [3, 1], inputSize: [5, 5] }); // [3, 5]
 */
export function outputSize(layer: Layer): [number, number] {
  const { kernelSize, inputSize, stride = [1, 1], padding = [0, 0], dilation = [1, 1] } = layer;
  const along = (axis: 0 | 1) =>
    Math.floor((inputSize[axis] + 2 * padding[axis] - dilation[axis] * (kernelSize[axis] - 1) - 1) / stride[axis]) + 1;
  return [along(0), along(1)];
}

/**
 * Weights, and biases where the layer has them: k·k·(C₁ / groups)·C₂ (+ C₂). With groups = 1 this is the article's
 * standard convolution k·k·C₁·C₂, with groups = C₁ = C₂ = M its depthwise one D_k·D_k·M, with k = 1 its pointwise one M·N.
 *
 * @see Howard et al. 2017, arXiv 1704.04861, section 3.1
 * @example
 * article.formula.parameters({ inChannels: 3, outChannels: 4, kernelSize: [3, 3], inputSize: [64, 64] }); // 108
 */
export function parameters({ inChannels, outChannels, kernelSize: [kH, kW], groups = 1, bias = false }: Layer): number {
  return kH * kW * (inChannels / groups) * outChannels + (bias ? outChannels : 0);
}

/**
 * Multiplications for one input: every weight once at each output position, H'·W'·k·k·(C₁ / groups)·C₂; those with a padded
 * zero count, as they do in published counts of multiply-accumulates.
 *
 * @see Howard et al. 2017, arXiv 1704.04861, equation 2
 * @example
 * article.formula.multiplications({ inChannels: 1, outChannels: 1, kernelSize: [3, 3], inputSize: [5, 5] }); // 81
 */
export function multiplications(layer: Layer): number {
  const [height, width] = outputSize(layer);
  return height * width * parameters({ ...layer, bias: false });
}

/**
 * What a depthwise separable layer costs of the standard one it replaces: 1/N + 1/k², with N output channels and a k×k kernel.
 *
 * @see Howard et al. 2017, arXiv 1704.04861, section 3.1
 * @example
 * article.formula.separableRatio(4, 3); // 0.3611…
 */
export function separableRatio(outChannels: number, kernelSize: number): number {
  return 1 / outChannels + 1 / kernelSize ** 2;
}
