export { deactivate, deactivateScratch } from "./deactivate";
export { convolve, convolveScratch } from "./convolution";
export { depthwise, depthwiseScratch } from "./depthwise";
export { separable, separableScratch } from "./separable";
export { weightGradient, weightGradientScratch } from "./weight-gradient";
export { depthwiseWeightGradient, depthwiseWeightGradientScratch } from "./depthwise-weight-gradient";
export { depthwiseLast, depthwiseLastScratch } from "./depthwise-last";
export { depthwiseLastWeightGradient, depthwiseLastWeightGradientScratch } from "./depthwise-last-weight-gradient";
export { packedRows, packWeights, packWeightsScratch, panelsOf } from "./pack";
