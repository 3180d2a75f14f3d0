import type { Pair } from "../../arguments.ts";
import * as nn from "../../nn/index.ts";
import { places, type Window } from "../../nn/window.ts";

type Shape = readonly number[];

/** The shape that a layer gives for an input's; undefined where only its forward can tell, or refuse. */
export type ShapeRule = (layer: never, shape: Shape) => Shape | undefined;

/** How the output's shape of a layer of `nn` follows from the input's, so that counting need not run its operations. */
export const shapeRuleOf = (layer: nn.AnyModule): ShapeRule | undefined => RULES.get(layer.forward);

const isMaps = (shape: Shape) => shape.length === 3 || shape.length === 4;

const resized = (shape: Shape, [height, width]: Pair) =>
  height > 0 && width > 0 ? [...shape.slice(0, -2), height, width] : undefined;

function convolution(layer: nn.Conv2d, shape: Shape): Shape | undefined {
  const { inChannels, outChannels, kernelSize, stride, padding, paddingMode, dilation } = layer;
  const isPlain = typeof padding !== "string" && paddingMode === "zeros";
  if (!isPlain || !isMaps(shape) || shape.at(-3) !== inChannels) return undefined;
  const along = (axis: 0 | 1) => {
    const room = shape.at(axis - 2)! + 2 * padding[axis] - dilation[axis] * (kernelSize[axis] - 1) - 1;
    return Math.floor(room / stride[axis]) + 1;
  };
  return resized([...shape.slice(0, -3), outChannels, 0, 0], [along(0), along(1)]);
}

function pooling({ windows }: { windows: readonly [Window, Window] }, shape: Shape): Shape | undefined {
  if (!isMaps(shape)) return undefined;
  return resized(shape, [places(shape.at(-2)!, windows[0]), places(shape.at(-1)!, windows[1])]);
}

const same = (_: unknown, shape: Shape) => shape;

/** By a layer's forward, so that a class which overrides it is not taken for the one that it extends. */
const RULES = new Map<unknown, ShapeRule>([
  [nn.Conv2d.prototype.forward, convolution],
  [nn.MaxPool2d.prototype.forward, pooling],
  [nn.AvgPool2d.prototype.forward, pooling],
  [
    nn.AdaptiveAvgPool2d.prototype.forward,
    ({ outputSize }: nn.AdaptiveAvgPool2d, shape) => (isMaps(shape) ? resized(shape, outputSize) : undefined),
  ],
  [
    nn.Linear.prototype.forward,
    ({ inFeatures, outFeatures }: nn.Linear, shape) =>
      shape.at(-1) === inFeatures ? [...shape.slice(0, -1), outFeatures] : undefined,
  ],
  [
    nn.BatchNorm2d.prototype.forward,
    ({ numFeatures }: nn.BatchNorm2d, shape) => (shape.length === 4 && shape[1] === numFeatures ? shape : undefined),
  ],
  [
    nn.LayerNorm.prototype.forward,
    ({ normalizedShape }: nn.LayerNorm, shape) =>
      normalizedShape.every((size, i) => shape.at(i - normalizedShape.length) === size) ? shape : undefined,
  ],
  ...[nn.Dropout, nn.GELU, nn.Hardsigmoid, nn.Hardswish, nn.ReLU, nn.ReLU6, nn.Sigmoid, nn.SiLU, nn.Tanh].map(
    ({ prototype }) => [prototype.forward, same] as const,
  ),
]);
