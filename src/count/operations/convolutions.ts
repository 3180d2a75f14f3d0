import { arithmetic, every, size, sumsOfProducts, type CostRule, type CostRules, type Shape } from "./cost-rule.ts";
import { fused } from "./fused.ts";

/** Each value of a convolution's result is the sum over a window and the channels that it sees; taps on padding count. */
const convolution: CostRule = ({ filter }, _attrs, output) =>
  sumsOfProducts(size(output) * size(filter!.slice(0, -1)), size(output));

/** Each channel has kernels of its own: [kH, kW, C, multiplier]. */
const depthwise: CostRule = ({ filter }, _attrs, output) =>
  sumsOfProducts(size(output) * size(filter!.slice(0, 2)), size(output));

/*
 * Backwards there is a product for each product forward: the input's gradient is made of dy · w, the weights' of dy · x.
 * So each of both takes the forward's MACs.
 */

const inputGradient: CostRule = ({ dy, filter }, _attrs, output) =>
  sumsOfProducts(size(dy) * size(filter!.slice(0, -1)), size(output));

const filterGradient: CostRule = ({ dy }, { filterShape }: { filterShape: Shape }, output) =>
  sumsOfProducts(size(dy) * size(filterShape.slice(0, -1)), size(output));

const depthwiseInputGradient: CostRule = ({ dy, filter }, _attrs, output) =>
  sumsOfProducts(size(dy) * size(filter!.slice(0, 2)), size(output));

const depthwiseFilterGradient: CostRule = ({ dy }, { filterShape }: { filterShape: Shape }, output) =>
  sumsOfProducts(size(dy) * size(filterShape.slice(0, 2)), size(output));

/** The largest of sums over a window; backwards it is found again, and dy added where it was. */
const dilation: CostRule = ({ filter }, _attrs, output) => arithmetic(0, size(output) * size(filter!.slice(0, 2)));
const dilationGradient: CostRule = ({ dy, filter }) => arithmetic(0, size(dy) * (size(filter!.slice(0, 2)) + 1));

/** Convolutions and their gradients. */
export const convolutions: CostRules = [
  ...every("Conv2D Conv3D", convolution),
  ["FusedConv2D", fused(convolution)],
  ["DepthwiseConv2dNative", depthwise],
  ["FusedDepthwiseConv2D", fused(depthwise)],
  ...every("Conv2DBackpropInput Conv3DBackpropInputV2", inputGradient),
  ...every("Conv2DBackpropFilter Conv3DBackpropFilterV2", filterGradient),
  ["DepthwiseConv2dNativeBackpropInput", depthwiseInputGradient],
  ["DepthwiseConv2dNativeBackpropFilter", depthwiseFilterGradient],
  ["Dilation2D", dilation],
  ...every("Dilation2DBackpropInput Dilation2DBackpropFilter", dilationGradient),
];
