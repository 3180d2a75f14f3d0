import type { Tensor } from "@tensorflow/tfjs";
import { bounds } from "../../conv/activation.ts";
import type { Finish } from "../../conv/kernel.ts";
import type { Problem } from "../../conv/problem.ts";
import { heap } from "./heap.ts";

/** Steps from one image, channel, row and pixel of feature maps to the next, in numbers. */
export interface Steps {
  image: number;
  channel: number;
  row: number;
  pixel: number;
}

type Size = "input" | "output";

/** The steps of a problem's maps. */
export function stepsOf(p: Problem, of: Size): Steps {
  const [channels, height, width] =
    of === "input" ? [p.inChannels, p.height, p.width] : [p.outChannels, p.outHeight, p.outWidth];
  const image = channels * height * width;
  return p.layout === "NCHW"
    ? { image, channel: height * width, row: width, pixel: 1 }
    : { image, channel: 1, row: width * channels, pixel: channels };
}

/** The maps at an address as x of a job. */
export const asX = (x: number, { image, channel, row, pixel }: Steps) => ({
  x,
  xImage: image,
  xChannel: channel,
  xRow: row,
  xPixel: pixel,
});

/** The maps at an address as y of a job. */
export const asY = (y: number, { image, channel, row, pixel }: Steps) => ({
  y,
  yImage: image,
  yChannel: channel,
  yRow: row,
  yPixel: pixel,
});

/** Bias and bounds of a job. */
export function finishing({ bias, activation }: Finish) {
  const [low, high] = bounds(activation);
  return { bias: addressOf(bias), low, high };
}

/** The address of a tensor, 0 for none. */
export const addressOf = (tensor: Tensor | undefined): number => (tensor === undefined ? 0 : heap.addressOf(tensor));

/** How the kernel goes over x to y. */
export const placed = (p: Problem) => ({
  batch: p.batch,
  groups: p.groups,
  height: p.height,
  width: p.width,
  outHeight: p.outHeight,
  outWidth: p.outWidth,
  kernelHeight: p.kernel[0],
  kernelWidth: p.kernel[1],
  strideHeight: p.stride[0],
  strideWidth: p.stride[1],
  dilationHeight: p.dilation[0],
  dilationWidth: p.dilation[1],
  top: p.padding[0][0],
  left: p.padding[1][0],
});

/** How weights [filters of all groups, channels of a group, kH, kW] lie, to be used as they are. */
export function weightsOf(p: Problem) {
  const [channels, filters] = [p.inChannels / p.groups, p.outChannels / p.groups];
  const taps = p.kernel[0] * p.kernel[1];
  return {
    channels,
    filters,
    weightGroup: filters * channels * taps,
    weightFilter: channels * taps,
    weightChannel: taps,
    weightRow: p.kernel[1],
    weightColumn: 1,
  };
}
