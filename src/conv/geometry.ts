import type { Tensor } from "@tensorflow/tfjs";
import { refuse, show } from "../errors.ts";
import { checkChannels } from "./channels.ts";
import {
  CONV2D_OPTIONS,
  checkNames,
  toChoice,
  toPair,
  type Conv2dOptions,
  type Pair,
  type PaddingMode,
} from "./options.ts";
import { checkPadding, toPadding, type Padding } from "./padding.ts";
import { checkTensor, featureMapsOf } from "./tensors.ts";

/** A convolution with every option checked and spelled out. */
export interface Geometry {
  stride: Pair;
  dilation: Pair;
  padding: Padding;
  paddingMode: PaddingMode;
  groups: number;
  layout: "NCHW" | "NHWC";
}

/** Checks everything that can be wrong with a convolution before anything is computed. */
export function geometryOf(who: string, x: Tensor, weight: Tensor, options: Conv2dOptions): Geometry {
  checkNames(who, options, CONV2D_OPTIONS);
  const layout = toChoice(who, "layout", options.layout ?? "NCHW", ["NCHW", "NHWC"]);
  const { channels, size } = featureMapsOf(who, x, layout);
  checkWeight(who, weight);
  const kernel: Pair = [weight.shape[2]!, weight.shape[3]!];
  const stride = toPair(who, "stride", options.stride ?? 1, 1);
  const dilation = toPair(who, "dilation", options.dilation ?? 1, 1);
  const paddingMode = toChoice(who, "paddingMode", options.paddingMode ?? "zeros", MODES);
  const padding = toPadding(who, options.padding ?? 0, kernel, stride, dilation);
  const groups = options.groups ?? 1;
  checkChannels(who, x, weight, channels, groups);
  if (options.bias !== undefined) checkBias(who, options.bias, weight.shape[0]!);
  checkPadding(who, paddingMode, padding, size);
  checkFit(who, size, kernel, dilation, padding);
  return { stride, dilation, padding, paddingMode, groups, layout };
}

const MODES = ["zeros", "reflect", "replicate", "circular"] as const;

function checkFit(who: string, size: Pair, kernel: Pair, dilation: Pair, padding: Padding): void {
  const along = (axis: 0 | 1) => ({
    room: size[axis] + padding[axis][0] + padding[axis][1],
    reach: dilation[axis] * (kernel[axis] - 1) + 1,
  });
  const [height, width] = [along(0), along(1)];
  if (height.reach <= height.room && width.reach <= width.room) return;
  const room = `the kernel to fit into the padded input [${height.room}, ${width.room}]`;
  const taps = `(kernel ${show(kernel)}, dilation ${show(dilation)})`;
  const reach = `a kernel that reaches over [${height.reach}, ${width.reach}] ${taps}`;
  refuse(who, room, reach, "use a smaller kernel or dilation, or more padding");
}

function checkWeight(who: string, weight: Tensor): void {
  const form = "weights are [C_out, C_in / groups, kH, kW]";
  checkTensor(who, "weight", weight, [4], form);
  if (weight.shape.includes(0)) refuse(who, "weight to have no empty axis", show(weight), form);
}

function checkBias(who: string, bias: Tensor, filters: number): void {
  checkTensor(who, "bias", bias, [1], `a bias is [C_out] = [${filters}]`);
  if (bias.shape[0] !== filters) refuse(who, `bias to be [C_out] = [${filters}]`, show(bias), `give ${filters} values`);
}
