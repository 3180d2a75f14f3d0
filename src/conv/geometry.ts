import type { Tensor, Tensor4D } from "@tensorflow/tfjs";
import { checkNames, checkTensor, toChoice } from "../arguments.ts";
import { refuse, show } from "../errors.ts";
import { tf } from "../tf.ts";
import { ACTIVATIONS } from "./activation.ts";
import { checkChannels } from "./channels.ts";
import { extend } from "./extend.ts";
import { featureMapsOf } from "./feature-maps.ts";
import type { Finish } from "./kernel.ts";
import { CONV2D_OPTIONS, type Conv2dOptions } from "./options.ts";
import { NONE } from "./padding.ts";
import { outputSize, placementOf, type Placement } from "./placement.ts";
import { problemOf, type Problem } from "./problem.ts";

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
  checkChannels(who, x.shape, weight.shape, channels, groups);
  checkFinish(who, options, weight.shape[0]!);
  outputSize(who, size, placement);
  return { ...placement, groups, layout };
}

/** The maps [N, …] of a convolution, filled beyond the edge if it is not with zeros, and its problem; within a tf.tidy. */
export function fill(x: Tensor, weight: Tensor, geometry: Geometry): { maps: Tensor4D; problem: Problem } {
  const { padding, paddingMode, layout } = geometry;
  const batched = (x.rank === 4 ? x : tf.expandDims(x, 0)) as Tensor4D;
  const zeros = paddingMode === "zeros";
  const maps = zeros ? batched : extend(batched, padding, paddingMode, layout);
  return { maps, problem: problemOf(maps, weight as Tensor4D, { ...geometry, padding: zeros ? padding : NONE }) };
}

function checkWeight(who: string, weight: Tensor): void {
  const form = "weights are [C_out, C_in / groups, kH, kW]";
  checkTensor(who, "weight", weight, [4], form);
  if (weight.shape.includes(0)) refuse(who, "weight to have no empty axis", show(weight), form);
}

export function checkFinish(who: string, { bias, activation }: Finish, filters: number): void {
  if (activation !== undefined) toChoice(who, "activation", activation, ACTIVATIONS);
  if (bias === undefined) return;
  checkTensor(who, "bias", bias, [1], `a bias is [C_out] = [${filters}]`);
  if (bias.shape[0] !== filters) refuse(who, `bias to be [C_out] = [${filters}]`, show(bias), `give ${filters} values`);
}
