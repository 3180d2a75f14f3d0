import { tf } from "../../../tf.ts";
import { every, like, type Inputs, type ShapeRule, type ShapeRules } from "./outline.ts";

type Shape3D = [number, number, number];
type Shape4D = [number, number, number, number];
type Shape5D = [number, number, number, number, number];

const convolved =
  (depthwise: boolean): ShapeRule =>
  ({ x, filter }, { strides, pad, dataFormat, dilations, dimRoundingMode }: tf.Conv2DAttrs) => {
    const format = tf.backend_util.convertConv2DDataFormat(dataFormat ?? "NHWC");
    const [size, kernel] = [x!.shape as Shape4D, filter!.shape as Shape4D];
    const { computeConv2DInfo } = tf.backend_util;
    const info = computeConv2DInfo(size, kernel, strides, dilations ?? 1, pad, dimRoundingMode, depthwise, format);
    return like(x!, info.outShape);
  };

const convolved3D: ShapeRule = ({ x, filter }, { strides, pad, dilations }: tf.Conv3DAttrs) =>
  like(
    x!,
    tf.backend_util.computeConv3DInfo(x!.shape as Shape5D, filter!.shape as Shape5D, strides, dilations, pad).outShape,
  );

const dilated: ShapeRule = ({ x, filter }, { strides, pad, dilations }: tf.Dilation2DAttrs) => {
  const [size, kernel] = [x!.shape as Shape4D, filter!.shape as Shape3D];
  return like(x!, tf.backend_util.computeDilation2DInfo(size, kernel, strides, pad, "NHWC", dilations).outShape);
};

/** The gradients' kernels are told the shape of what they give. */
const inputGradient = ({ dy }: Inputs, { inputShape }: { inputShape: number[] }) => like(dy!, inputShape);
const filterGradient = ({ x }: Inputs, { filterShape }: { filterShape: number[] }) => like(x!, filterShape);

/** Convolutions and their gradients. */
export const convolutions: ShapeRules = [
  ...every("Conv2D FusedConv2D", convolved(false)),
  ...every("DepthwiseConv2dNative FusedDepthwiseConv2D", convolved(true)),
  ["Conv3D", convolved3D],
  ...every("Conv2DBackpropInput Conv3DBackpropInputV2 DepthwiseConv2dNativeBackpropInput", inputGradient),
  ...every("Conv2DBackpropFilter Conv3DBackpropFilterV2 DepthwiseConv2dNativeBackpropFilter", filterGradient),
  ["Dilation2D", dilated],
  ["Dilation2DBackpropInput", ({ x }) => like(x!)],
  ["Dilation2DBackpropFilter", ({ filter }) => like(filter!)],
];
