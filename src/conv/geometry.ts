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

/** The maps [N, …] of a convolution, filled beyond the edge if it is not with zeros; within a tf.tidy. */
export function fill(x: Tensor, { padding, paddingMode, layout }: Geometry): Tensor4D {
  const batched = (x.rank === 4 ? x : tf.expandDims(x, 0)) as Tensor4D;
  return paddingMode === "zeros" ? batched : extend(batched, padding, paddingMode, layout);
}

/** The problem that is left to the kernels once the maps are filled; of an empty batch, that of the one blank image that runs. */
export function problemFor(x: Tensor, weight: Tensor, geometry: Geometry): Problem {
  const { padding, paddingMode, layout } = geometry;
  const shape = [x.rank === 4 ? Math.max(1, x.shape[0]!) : 1, ...x.shape.slice(-3)] as Tensor4D["shape"];
  const kernels = weight as Tensor4D;
  if (paddingMode === "zeros") return problemOf({ shape }, kernels, geometry);
  const height = layout === "NCHW" ? 2 : 1;
  shape[height] += padding[0][0] + padding[0][1];
  shape[height + 1]! += padding[1][0] + padding[1][1];
  return problemOf({ shape }, kernels, { ...geometry, padding: NONE });
}

export function checkWeight(who: string, weight: Tensor, form = "weights are [C_out, C_in / groups, kH, kW]"): void {
  checkTensor(who, "weight", weight, [4], form);
  if (weight.shape.includes(0)) refuse(who, "weight to have no empty axis", show(weight), form);
}

/** @param names  what the options are called: those of a separable convolution's depthwise pass are not its only ones */
export function checkFinish(
  who: string,
  { bias, activation }: Finish,
  filters: number,
  names = { bias: "bias", activation: "activation", filters: "C_out" },
): void {
  if (activation !== undefined) toChoice(who, names.activation, activation, ACTIVATIONS);
  if (bias === undefined) return;
  const form = `[${names.filters}] = [${filters}]`;
  checkTensor(who, names.bias, bias, [1], `a bias is ${form}`);
  if (bias.shape[0] !== filters) refuse(who, `${names.bias} to be ${form}`, show(bias), `give ${filters} values`);
}
