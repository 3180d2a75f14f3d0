import type { Tensor4D } from "@tensorflow/tfjs";
import type { Pair } from "../arguments.ts";
import type { Padding } from "./padding.ts";

/** A convolution in plain numbers: all that a kernel has to know. What lies beyond the edge is zero. */
export interface Problem {
  batch: number;
  inChannels: number;
  outChannels: number;
  groups: number;
  height: number;
  width: number;
  outHeight: number;
  outWidth: number;
  kernel: Pair;
  stride: Pair;
  dilation: Pair;
  padding: Padding;
  /** Order of the sizes of x and of the result; weights are OIHW in both. */
  layout: "NCHW" | "NHWC";
}

type Placed = Pick<Problem, "groups" | "stride" | "dilation" | "padding" | "layout">;
type Sized = Pick<Tensor4D, "shape">;

/** The problem of convolving x with weight [C_out, C_in / groups, kH, kW], whose sizes are known to fit each other. */
export function problemOf(x: Sized, weight: Sized, placed: Placed): Problem {
  const { groups, layout, stride, dilation, padding } = placed;
  const [batch, a, b, c] = x.shape;
  const [inChannels, height, width] = layout === "NCHW" ? [a, b, c] : [c, a, b];
  const [outChannels, , kernelHeight, kernelWidth] = weight.shape;
  const kernel = [kernelHeight, kernelWidth] as const;
  const places = (axis: 0 | 1, size: number) => {
    const reach = dilation[axis] * (kernel[axis] - 1) + 1;
    return Math.floor((size + padding[axis][0] + padding[axis][1] - reach) / stride[axis]) + 1;
  };
  const [outHeight, outWidth] = [places(0, height), places(1, width)];
  const sizes = { batch, inChannels, outChannels, height, width, outHeight, outWidth };
  return { ...sizes, groups, kernel, stride, dilation, padding, layout };
}

/** The sizes of feature maps in a problem's layout. */
export function mapsShape(
  { batch, layout }: Pick<Problem, "batch" | "layout">,
  channels: number,
  height: number,
  width: number,
): Tensor4D["shape"] {
  return layout === "NCHW" ? [batch, channels, height, width] : [batch, height, width, channels];
}

export const inputShape = (p: Problem): Tensor4D["shape"] => mapsShape(p, p.inChannels, p.height, p.width);

export const resultShape = (p: Problem): Tensor4D["shape"] => mapsShape(p, p.outChannels, p.outHeight, p.outWidth);

export const weightShape = (p: Problem): Tensor4D["shape"] => [p.outChannels, p.inChannels / p.groups, ...p.kernel];

/** Whether every channel has kernels of its own, and no channel is mixed with another. */
export const isDepthwise = ({ groups, inChannels }: Problem): boolean => groups === inChannels;
