export { convolve, convolveScratch } from "./convolution";
export { depthwise, depthwiseScratch } from "./depthwise";
export { separable, separableScratch } from "./separable";
export { weightGradient, weightGradientScratch } from "./weight-gradient";
export { depthwiseWeightGradient, depthwiseWeightGradientScratch } from "./depthwise-weight-gradient";
export {
  depthwiseLast,
  depthwiseLastScratch,
  depthwiseLastWeightGradient,
  depthwiseLastWeightGradientScratch,
} from "./depthwise-last";
export { packedRows, packWeights, panelsOf } from "./pack";
