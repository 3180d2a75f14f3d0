import { checkNames, toGroups, toWhole } from "../arguments.ts";
import { parameters } from "../article/formula.ts";
import { drawCurves } from "./curves.ts";
import type { Figure } from "./figure.ts";
import { toSizes } from "./sizes.ts";
import { readable } from "./style.ts";

export interface ParameterCurvesOptions {
  inChannels: number;
  /** the numbers of output channels along the axis, at least two */
  outChannels: readonly number[];
  /** k of the k×k kernels */
  kernelSize: number;
  /** groups of the grouped convolution; they divide all channels */
  groups: number;
  title?: string;
}

/**
 * Parameters without bias of a standard, a grouped and a depthwise separable k×k convolution over the number of output
 * channels, on logarithmic axes.
 *
 * @throws  when a number is not an integer from 1, outChannels has fewer than two, or groups do not divide all channels
 * @example
 * await display(plot.parameterCurves({ inChannels: 64, outChannels: [16, 64, 256], kernelSize: 3, groups: 8 }));
 * @see Howard et al. 2017, arXiv 1704.04861, section 3.1
 */
export function parameterCurves(options: ParameterCurvesOptions): Figure {
  const who = "plot.parameterCurves";
  checkNames(who, options, ["inChannels", "outChannels", "kernelSize", "groups", "title"]);
  const { title, groups } = options;
  const inChannels = toWhole(who, "inChannels", options.inChannels, 1);
  const k = toWhole(who, "kernelSize", options.kernelSize, 1);
  const outChannels = toSizes(who, "outChannels", options.outChannels, [2, Infinity]);
  for (const out of outChannels) toGroups(who, groups, inChannels, out);
  const count = (size: number, out: number, groups = 1) =>
    parameters({ inChannels, outChannels: out, kernelSize: [size, size], inputSize: [size, size], groups });
  const depthwise = count(k, inChannels, inChannels);
  const curves = [
    { label: ["standard"], y: outChannels.map((out) => count(k, out)) },
    { label: ["grouped", `groups = ${groups}`], y: outChannels.map((out) => count(k, out, groups)) },
    { label: ["depthwise", "separable"], y: outChannels.map((out) => depthwise + count(1, out)) },
  ].map((curve) => ({ ...curve, x: outChannels }));
  const [first, last] = [outChannels[0] ?? 1, outChannels.at(-1) ?? 1].map((out) => readable(out));
  const words = curves.map(
    ({ label, y }) => `${label.join(" ")} from ${readable(y[0] ?? 0)} to ${readable(y.at(-1) ?? 0)}`,
  );
  return drawCurves({
    title,
    x: "output channels",
    y: `parameters, ${k}×${k}, ${readable(inChannels)} input channels`,
    format: readable,
    curves,
    alt: `${title ?? "Parameters"}, ${k}×${k}, ${inChannels} input channels, ${first} to ${last} output channels: ${words.join("; ")}`,
  });
}
