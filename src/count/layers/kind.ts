import { FusedSeparableConv2d } from "../../nn/fuse/layers.ts";
import * as nn from "../../nn/index.ts";

const ACTIVATIONS = [
  nn.GELU,
  nn.Hardsigmoid,
  nn.Hardswish,
  nn.PReLU,
  nn.ReLU,
  nn.ReLU6,
  nn.Sigmoid,
  nn.SiLU,
  nn.Softmax,
  nn.Tanh,
];

type Layer = abstract new (...given: never[]) => nn.AnyModule;

const KINDS: ReadonlyArray<[kind: string, types: readonly Layer[]]> = [
  ["linear", [nn.Linear]],
  ["normalization", [nn.BatchNorm2d, nn.LayerNorm, nn.LocalResponseNorm]],
  ["pooling", [nn.AdaptiveAvgPool2d, nn.AvgPool2d, nn.MaxPool2d]],
  ["activation", ACTIVATIONS],
];

/** By class: a network has few of them and many layers. */
const found = new WeakMap<object, string>();

/**
 * What kind of layer a module is, as Table 2 of the MobileNets paper sorts them: convolutions by their groups and kernel,
 * such as `depthwise 3×3`, `grouped 3×3`, `convolution 1×1`, in a fused network `separable 3×3`; and linear, normalization,
 * pooling, activation, other.
 */
export function kindOf(module: nn.AnyModule): string {
  if (module instanceof nn.Conv2d) {
    const { groups, inChannels, kernelSize } = module;
    const connection = groups === 1 ? "convolution" : groups === inChannels ? "depthwise" : "grouped";
    return `${connection} ${kernelSize.join("×")}`;
  }
  if (module instanceof FusedSeparableConv2d) return `separable ${module.depthwise.shape.slice(2).join("×")}`;
  const kind = found.get(module.constructor) ?? kindOfClass(module);
  found.set(module.constructor, kind);
  return kind;
}

const kindOfClass = (module: nn.AnyModule) =>
  KINDS.find(([, types]) => types.some((type) => module instanceof type))?.[0] ?? "other";
