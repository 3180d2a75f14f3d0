import type { Tensor4D } from "@tensorflow/tfjs";
import { convolutionsOf, kindOf, type Layer } from "../../work/layer.ts";
import { stockNetwork } from "./stock-network.ts";
import type { Layout, Style, Tf } from "./style.ts";

/** Whether a backend takes a number of pixels on each side, or 'same' and 'valid' alone. */
export type Padding = "explicit" | "named";

/** tfjs's own convolutions. */
export function stock(tf: Tf, layouts: readonly Layout[], padding: Padding): Style {
  const isDepthwise = (layer: Layer) => kindOf(layer) === "depthwise";
  const convolve = (x: Tensor4D, weight: Tensor4D, layer: Layer, layout: Layout): Tensor4D => {
    if (kindOf(layer) === "grouped") throw new Error("no groups");
    const [input, pad] = padded(tf, x, layer, layout, padding);
    const strides = [...layer.stride] as [number, number];
    return (isDepthwise(layer) ? tf.depthwiseConv2d : tf.conv2d)(input, weight, strides, pad, layout);
  };
  const style: Style = {
    layouts,
    // tfjs has [kH, kW, C_in, C_out], depthwise [kH, kW, C, m]
    fromOIHW(weight, layer) {
      if (!isDepthwise(layer)) return tf.transpose(weight, [2, 3, 1, 0]);
      const { inChannels, outChannels, kernel } = layer;
      return tf.transpose(tf.reshape(weight, [inChannels, outChannels / inChannels, ...kernel]), [2, 3, 0, 1]);
    },
    toOIHW(weight, layer) {
      if (!isDepthwise(layer)) return tf.transpose(weight, [3, 2, 0, 1]);
      return tf.reshape(tf.transpose(weight, [2, 3, 0, 1]), [layer.outChannels, 1, ...layer.kernel]);
    },
    forward(x, weights, layer, layout) {
      return convolutionsOf(layer).reduce((y, part, i) => convolve(y, weights[i]!, part, layout), x);
    },
    networks: (task) => [stockNetwork(tf, style, (x, layer) => padded(tf, x, layer, "NHWC", padding), task)],
  };
  return style;
}

type Pad = Parameters<Tf["conv2d"]>[3];

/** How many pixels lie around the maps, as an option where the backend takes it, else as zeros in a new tensor. */
function padded(
  tf: Tf,
  x: Tensor4D,
  { kernel, stride, padding: [rows, columns] }: Layer,
  layout: Layout,
  padding: Padding,
): [x: Tensor4D, pad: Pad] {
  if (rows === 0 && columns === 0) return [x, "valid"];
  const isSame = stride.every((step) => step === 1) && 2 * rows === kernel[0] - 1 && 2 * columns === kernel[1] - 1;
  if (isSame) return [x, "same"];
  const [none, above, beside]: [Side, Side, Side] = [
    [0, 0],
    [rows, rows],
    [columns, columns],
  ];
  const around: Around = layout === "NHWC" ? [none, above, beside, none] : [none, none, above, beside];
  return padding === "explicit" ? [x, around] : [tf.pad(x, around), "valid"];
}

type Side = [number, number];
type Around = [Side, Side, Side, Side];
