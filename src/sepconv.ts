/** Every public name. Free of top-level await, so that `require("sepconv")` works; the device is then ready a moment later. */
import "./device/start.ts";
export { tf } from "./tf.ts";
export { conv2d } from "./conv/conv2d.ts";
export type { Conv2dOptions, PaddingMode } from "./conv/options.ts";
export { depthwiseConv2d, type DepthwiseOptions } from "./conv/depthwise.ts";
export { pointwiseConv2d } from "./conv/pointwise.ts";
export { separableConv2d } from "./conv/separable.ts";
export { spatiallySeparableConv2d, type SpatiallySeparableOptions } from "./conv/spatially-separable.ts";
export { weights } from "./conv/weights.ts";
export { naive } from "./conv/naive.ts";
export * as nn from "./nn/index.ts";
export { manualSeed } from "./nn/random.ts";
export { count, summary, type InputShape, type ModuleCost, type Summary } from "./count/index.ts";
export { useDevice, type ChosenDevice } from "./device/use.ts";
export * as devices from "./device/list.ts";
export * as spatial from "./spatial/index.ts";
export * as io from "./io/index.ts";
