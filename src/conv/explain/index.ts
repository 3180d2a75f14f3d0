/** What would compute a convolution, and why. */
export { conv2d } from "./conv2d.ts";
export { depthwiseConv2d } from "./depthwise.ts";
export type { Explanation, Step } from "./explanation.ts";
export { pointwiseConv2d } from "./pointwise.ts";
export { separableConv2d } from "./separable.ts";
