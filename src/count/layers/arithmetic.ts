import * as nn from "../../nn/index.ts";
import { conv2d } from "../conv2d.ts";

/** The arithmetic of one layer at work. */
export interface Arithmetic {
  macs: number;
  multiplications: number;
  additions: number;
  /** 2 · macs, and one for each bias that is added. */
  flops: number;
}

export const NOTHING: Arithmetic = { macs: 0, multiplications: 0, additions: 0, flops: 0 };

/** Layers that by convention cost nothing: the papers' tables and torchvision's leave them out. */
const FREE = Object.values(nn)
  .filter((type) => type.prototype instanceof nn.Module)
  .filter((type) => type !== nn.Conv2d && type !== nn.Linear && type !== nn.Sequential);

/** What a layer costs at work on an input of this shape; undefined for one that is not of `nn`. */
export function arithmeticOf(module: nn.AnyModule, inputShape: readonly number[]): Arithmetic | undefined {
  if (module instanceof nn.Conv2d) return convolution(module, inputShape);
  if (module instanceof nn.Linear) return linear(module, inputShape);
  return isFree(module) ? NOTHING : undefined;
}

/** By class: a network has few of them and many layers. */
const known = new WeakMap<object, boolean>();

function isFree(module: nn.AnyModule): boolean {
  const free = known.get(module.constructor) ?? FREE.some((type) => module instanceof type);
  known.set(module.constructor, free);
  return free;
}

function convolution(layer: nn.Conv2d, inputShape: readonly number[]): Arithmetic {
  const { inChannels, outChannels, kernelSize, stride, padding, paddingMode, dilation, groups } = layer;
  const { macs, multiplications, additions, flops } = conv2d(
    { inChannels, outChannels, kernelSize, stride, padding, paddingMode, dilation, groups, bias: hasBias(layer) },
    inputShape,
  );
  return { macs, multiplications, additions, flops };
}

/** Each output value is a sum of inFeatures products, and a bias. */
function linear(layer: nn.Linear, inputShape: readonly number[]): Arithmetic {
  const outputs = inputShape.slice(0, -1).reduce((a, b) => a * b, layer.outFeatures);
  const macs = outputs * layer.inFeatures;
  const biases = hasBias(layer) ? outputs : 0;
  return { macs, multiplications: macs, additions: macs - outputs + biases, flops: 2 * macs + biases };
}

/** Whether a bias is added to what a layer computes. */
export const hasBias = (layer: nn.Conv2d | nn.Linear) => "bias" in layer;
