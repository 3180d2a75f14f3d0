import type { Activation } from "../../conv/activation.ts";
import { BatchNorm2d } from "../batchnorm2d.ts";
import { Conv2d } from "../conv2d.ts";
import type { AnyModule } from "../module.ts";
import { ReLU } from "../relu.ts";
import { ReLU6 } from "../relu6.ts";
import type { Place } from "./places.ts";

/** A convolution and what can be computed with it: the batch norm and the activation right behind it. */
export interface Link {
  conv: Conv2d;
  norm: BatchNorm2d | undefined;
  activation: Activation | undefined;
  places: Place[];
}

/** What is to be computed at once: one link, or a depthwise one and the pointwise one behind it. */
export type Group = readonly [Link] | readonly [Link, Link];

/** The groups in a run of places that save a pass over feature maps. */
export function groupsIn(run: readonly Place[]): Group[] {
  const groups: Group[] = [];
  for (let at = 0; at < run.length; at++) {
    const first = linkAt(run, at);
    if (!first) continue;
    at += first.places.length - 1;
    const second = isDepthwise(first.conv) ? linkAt(run, at + 1) : undefined;
    if (second && isPointwise(second.conv)) {
      groups.push([first, second]);
      at += second.places.length;
    } else if (first.places.length > 1) groups.push([first]);
  }
  return groups;
}

function linkAt(run: readonly Place[], start: number): Link | undefined {
  const conv = run[start]?.module;
  if (!conv || !is(conv, Conv2d)) return undefined;
  let end = start + 1;
  const isNorm = (module: AnyModule | undefined): module is BatchNorm2d =>
    is(module, BatchNorm2d) && module.runningMean !== undefined && module.numFeatures === conv.outChannels;
  const behind = run[end]?.module;
  const norm = isNorm(behind) ? behind : undefined;
  if (norm) end++;
  const last = run[end]?.module;
  const activation = is(last, ReLU) ? "relu" : is(last, ReLU6) ? "relu6" : undefined;
  if (activation) end++;
  return { conv, norm, activation, places: run.slice(start, end) };
}

const isDepthwise = ({ groups, inChannels }: Conv2d) => groups === inChannels;

function isPointwise({ kernelSize, stride, groups, padding }: Conv2d): boolean {
  const pads = typeof padding !== "string" && Math.max(...padding) > 0;
  return Math.max(...kernelSize, ...stride) === 1 && groups === 1 && !pads;
}

/** Whether a module is of a class and computes what that class does: one that extends it may not, and one that is watched. */
const is = <T extends AnyModule>(module: AnyModule | undefined, type: new (...given: never[]) => T): module is T =>
  module instanceof type && module.forward === type.prototype.forward;
