import * as nn from "../nn/index.ts";
import { conv2d } from "./conv2d.ts";

/** The arithmetic of one layer at work. */
export interface Arithmetic {
  macs: number;
  multiplications: number;
  additions: number;
}

const NONE: Arithmetic = { macs: 0, multiplications: 0, additions: 0 };

/** Layers that by convention cost nothing: torchvision's, fvcore's and the papers' tables leave them out. */
const FREE = [
  nn.AdaptiveAvgPool2d,
  nn.AvgPool2d,
  nn.BatchNorm2d,
  nn.Dropout,
  nn.Flatten,
  nn.MaxPool2d,
  nn.ReLU,
  nn.ReLU6,
] as const;

/** What a layer costs at work on an input of this shape; undefined for one that is not known. */
export function arithmeticOf(module: nn.Module, inputShape: readonly number[]): Arithmetic | undefined {
  if (module instanceof nn.Conv2d) return convolution(module, inputShape);
  if (module instanceof nn.Linear) return linear(module, inputShape);
  return FREE.some((type) => module instanceof type) ? NONE : undefined;
}

function convolution(layer: nn.Conv2d, inputShape: readonly number[]): Arithmetic {
  const { inChannels, outChannels, kernelSize, stride, padding, paddingMode, dilation, groups } = layer;
  const { macs, multiplications, additions } = conv2d(
    { inChannels, outChannels, kernelSize, stride, padding, paddingMode, dilation, groups, bias: hasBias(layer) },
    inputShape,
  );
  return { macs, multiplications, additions };
}

/** Each output value is a sum of inFeatures products, and a bias. */
function linear(layer: nn.Linear, inputShape: readonly number[]): Arithmetic {
  const rows = inputShape.slice(0, -1).reduce((a, b) => a * b, 1);
  const macs = rows * layer.inFeatures * layer.outFeatures;
  const additions = hasBias(layer) ? macs : macs - rows * layer.outFeatures;
  return { macs, multiplications: macs, additions };
}

const hasBias = (layer: nn.Module) => layer.ownParameters().some(([name]) => name === "bias");
