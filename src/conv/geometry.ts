import type { Tensor } from "@tensorflow/tfjs";
import { checkNames, checkTensor, toChoice } from "../arguments.ts";
import { refuse, show } from "../errors.ts";
import { checkChannels } from "./channels.ts";
import { CONV2D_OPTIONS, type Conv2dOptions } from "./options.ts";
import { outputSize, placementOf, type Placement } from "./placement.ts";
import { featureMapsOf } from "./feature-maps.ts";

/** A convolution with every option checked and spelled out. */
export interface Geometry extends Placement {
  groups: number;
  layout: "NCHW" | "NHWC";
}

/** Checks everything that can be wrong with a convolution before anything is computed. */
export function geometryOf(who: string, x: Tensor, weight: Tensor, options: Conv2dOptions): Geometry {
  checkNames(who, options, CONV2D_OPTIONS);
  const layout = toChoice(who, "layout", options.layout ?? "NCHW", ["NCHW", "NHWC"]);
  const { channels, size } = featureMapsOf(who, x, layout);
  checkWeight(who, weight);
  const placement = placementOf(who, weight.shape.slice(2), options);
  const groups = options.groups ?? 1;
  checkChannels(who, x, weight, channels, groups);
  if (options.bias !== undefined) checkBias(who, options.bias, weight.shape[0]!);
  outputSize(who, size, placement);
  return { ...placement, groups, layout };
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
