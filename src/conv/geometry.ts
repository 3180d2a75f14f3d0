import type { Tensor } from "@tensorflow/tfjs";
import { isTensor, refuse, show } from "../errors.ts";
import {
  CONV2D_OPTIONS,
  checkNames,
  toChoice,
  toPair,
  type Conv2dOptions,
  type Pair,
  type PaddingMode,
} from "./options.ts";

/** A convolution with every option checked and spelled out. */
export interface Geometry {
  stride: Pair;
  dilation: Pair;
  /** [before, after] of the height and of the width. */
  padding: readonly [Pair, Pair];
  paddingMode: PaddingMode;
  groups: number;
  layout: "NCHW" | "NHWC";
}

/** Checks everything that can be wrong with a convolution before anything is computed. */
export function geometryOf(who: string, x: Tensor, weight: Tensor, options: Conv2dOptions): Geometry {
  checkNames(who, options, CONV2D_OPTIONS);
  const layout = toChoice(who, "layout", options.layout ?? "NCHW", ["NCHW", "NHWC"]);
  const { channels, size } = featureMapsOf(who, x, layout);
  checkTensor(who, "weight", weight, [4], "weights are [C_out, C_in / groups, kH, kW]");
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

/** The channel count and the [height, width] of x, once it is known to hold feature maps. */
export function featureMapsOf(
  who: string,
  x: Tensor,
  layout: "NCHW" | "NHWC" = "NCHW",
): { channels: number; size: Pair } {
  const forms = layout === "NCHW" ? "[N, C, H, W] or [C, H, W]" : "[N, H, W, C] or [H, W, C]";
  checkTensor(who, "x", x, [3, 4], `feature maps are ${forms}`);
  const [a, b, c] = x.shape.slice(-3) as [number, number, number];
  return layout === "NCHW" ? { channels: a, size: [b, c] } : { channels: c, size: [a, b] };
}

/** A living float32 tensor of one of the ranks, without an empty axis (a batch may be empty). */
export function checkTensor(who: string, name: string, value: unknown, ranks: readonly number[], remedy: string): void {
  if (!isTensor(value)) refuse(who, `${name} to be a tensor`, show(value), `make one with tf.tensor(…); ${remedy}`);
  if (value.isDisposed)
    refuse(who, `${name} to be alive`, "a disposed tensor", "keep it with tf.keep, or dispose it later");
  if (!ranks.includes(value.rank)) refuse(who, `${name} to have ${ranks.join(" or ")} sizes`, show(value), remedy);
  if (value.dtype !== "float32")
    refuse(who, `${name} to be float32`, show(value), `convert it with tf.cast(${name}, "float32")`);
  if (value.shape.slice(value.rank === 4 && name === "x" ? 1 : 0).includes(0)) {
    refuse(who, `${name} to have no empty axis`, show(value), remedy);
  }
}

function toPadding(who: string, value: unknown, kernel: Pair, stride: Pair, dilation: Pair): readonly [Pair, Pair] {
  if (value === "valid")
    return [
      [0, 0],
      [0, 0],
    ];
  if (value === "same") {
    if (stride[0] !== 1 || stride[1] !== 1) {
      refuse(
        who,
        `stride 1 with padding "same"`,
        `stride ${show(stride)}`,
        "give the padding as a number or [height, width]",
      );
    }
    return [around(dilation[0] * (kernel[0] - 1)), around(dilation[1] * (kernel[1] - 1))];
  }
  if (typeof value === "string") toChoice(who, "padding", value, ["same", "valid"]);
  const [height, width] = toPair(who, "padding", value, 0);
  return [
    [height, height],
    [width, width],
  ];
}

/** PyTorch puts the odd pixel of padding "same" at the end. */
const around = (total: number): Pair => [Math.floor(total / 2), Math.ceil(total / 2)];

function checkChannels(who: string, x: Tensor, weight: Tensor, channels: number, groups: number): void {
  const [filters, perGroup] = weight.shape as [number, number];
  const sizes = `(x is ${show(x.shape)}, weight ${show(weight.shape)})`;
  if (!Number.isSafeInteger(groups) || groups < 1)
    refuse(who, "groups to be an integer of 1 or more", show(groups), "use 1");
  if (channels % groups !== 0) {
    refuse(who, `groups to divide C_in = ${channels} ${sizes}`, show(groups), `use groups ${divisors(channels)}`);
  }
  if (filters % groups !== 0) {
    refuse(who, `groups to divide C_out = ${filters} ${sizes}`, show(groups), `use groups ${divisors(filters)}`);
  }
  if (perGroup * groups !== channels) {
    const received = `${perGroup} × ${groups} = ${perGroup * groups} ${sizes}`;
    refuse(
      who,
      `weight's second size × groups to be C_in = ${channels}`,
      received,
      remedyForChannels(channels, perGroup, groups),
    );
  }
}

const divisors = (n: number) =>
  Array.from({ length: n }, (_, i) => i + 1)
    .filter((d) => n % d === 0)
    .join(" or ");

function remedyForChannels(channels: number, perGroup: number, groups: number): string {
  const weights = `a weight [C_out, ${channels / groups}, kH, kW]`;
  return channels % perGroup === 0 ? `use ${weights}, or groups ${channels / perGroup}` : `use ${weights}`;
}

function checkBias(who: string, bias: Tensor, filters: number): void {
  checkTensor(who, "bias", bias, [1], `a bias is [C_out] = [${filters}]`);
  if (bias.shape[0] !== filters) refuse(who, `bias to be [C_out] = [${filters}]`, show(bias), `give ${filters} values`);
}

/** A mirror holds each pixel but the edge once, a circle each pixel once. */
function checkPadding(who: string, mode: PaddingMode, padding: readonly [Pair, Pair], size: Pair): void {
  const spare = mode === "reflect" ? 1 : 0;
  if (mode === "zeros" || mode === "replicate") return;
  for (const axis of [0, 1] as const) {
    const most = size[axis] - spare;
    const asked = Math.max(...padding[axis]);
    if (asked > most) {
      const name = axis === 0 ? "height" : "width";
      refuse(
        who,
        `padding of at most ${most} for paddingMode "${mode}" and ${name} ${size[axis]}`,
        `${asked}`,
        `pad less, or use "replicate" or "zeros"`,
      );
    }
  }
}

function checkFit(who: string, size: Pair, kernel: Pair, dilation: Pair, padding: readonly [Pair, Pair]): void {
  const room = ([0, 1] as const).map((axis) => size[axis] + padding[axis][0] + padding[axis][1]);
  const reach = ([0, 1] as const).map((axis) => dilation[axis] * (kernel[axis] - 1) + 1);
  if (reach[0]! > room[0]! || reach[1]! > room[1]!) {
    const received = `a kernel that reaches over ${show(reach)} (kernel ${show(kernel)}, dilation ${show(dilation)})`;
    refuse(
      who,
      `the kernel to fit into the padded input ${show(room)}`,
      received,
      "use a smaller kernel or dilation, or more padding",
    );
  }
}
