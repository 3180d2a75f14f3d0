import type { Pair } from "../../arguments.ts";
import type { KernelCall } from "../../device/meta/backend.ts";
import * as nn from "../../nn/index.ts";

/** The window that moves over maps, along height and width, in pixels of the maps. */
export interface Window {
  /** From its first tap to its last. */
  reach: Pair;
  stride: Pair;
}

/** Of a layer. */
export function windowOfLayer(layer: nn.AnyModule): Window | undefined {
  if (layer instanceof nn.Conv2d) return windowOf(layer.kernelSize, layer.stride, layer.dilation);
  if (layer instanceof nn.MaxPool2d || layer instanceof nn.AvgPool2d) {
    const [height, width] = layer.windows;
    return windowOf([height.kernel, width.kernel], [height.stride, width.stride], [height.dilation, width.dilation]);
  }
  return undefined;
}

/** Sees all pixels, however many there are. */
export const EVERYTHING: Window = { reach: [Infinity, Infinity], stride: [1, 1] };

const REDUCTIONS = new Set(["Mean", "Sum", "Prod", "Max", "Min"]);
const CONVOLUTIONS = ["Conv2D", "FusedConv2D", "DepthwiseConv2dNative", "FusedDepthwiseConv2D", "Dilation2D"];
const WINDOWS = new Set([...CONVOLUTIONS, "AvgPool", "MaxPool", "MaxPoolWithArgmax"]);

interface Attributes {
  axis: number | readonly number[];
  filterSize: Pair | number;
  strides: Pair | number;
  dilations?: Pair | number;
  blockShape: Pair;
}

/** Of an operation outside of layers: convolutions, pooling, and what reduces height and width; others change no place. */
export function windowOfKernel({ kernelName, inputs, attrs }: KernelCall): Window | undefined {
  const { axis, filterSize, strides, dilations = 1, blockShape } = attrs as unknown as Attributes;
  if (WINDOWS.has(kernelName)) {
    const [height, width] = inputs.filter?.shape ?? toPair(filterSize);
    return windowOf([height!, width!], toPair(strides), toPair(dilations));
  }
  if (REDUCTIONS.has(kernelName) && inputs.x?.shape.length === 4) {
    const axes = new Set([axis].flat().map((along) => (along + 4) % 4));
    // channels come first or last
    return axes.has(2) && (axes.has(1) || axes.has(3)) ? EVERYTHING : undefined;
  }
  // pooling with a dilation takes the maps apart, and puts them together again
  if (kernelName === "SpaceToBatchND") return { reach: [0, 0], stride: blockShape };
  if (kernelName === "BatchToSpaceND") return { reach: [0, 0], stride: [1 / blockShape[0], 1 / blockShape[1]] };
  return undefined;
}

const windowOf = (kernel: Pair, stride: Pair, dilation: Pair): Window => ({
  reach: [dilation[0] * (kernel[0] - 1), dilation[1] * (kernel[1] - 1)],
  stride,
});

const toPair = (value: Pair | number): Pair => (typeof value === "number" ? [value, value] : value);
