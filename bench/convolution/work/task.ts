import { outputSize, titleOf, weightShapes, type Layer } from "./layer.ts";
import type { Network } from "./network.ts";

export const PASSES = ["forward", "weight gradient", "input gradient"] as const;
export type Pass = (typeof PASSES)[number];

/** What every peer is given to do. It travels as JSON. */
export type Task = LayerTask | NetworkTask | ProductTask;

export interface LayerTask {
  kind: "layer";
  layer: Layer;
  pass: Pass;
  batch: number;
}

export interface NetworkTask {
  kind: "network";
  network: Network;
  pass: "inference" | "training step";
  batch: number;
}

/** The product of two square matrices. */
export interface ProductTask {
  kind: "product";
  size: number;
}

/** The shapes of a layer's x, weights and result as PyTorch has them; the result's is that of its upstream gradient, too. */
export function shapesOf({ layer, batch }: LayerTask): { x: number[]; weights: number[][]; y: number[] } {
  const { inChannels, outChannels, height, width } = layer;
  return {
    x: [batch, inChannels, height, width],
    weights: weightShapes(layer),
    y: [batch, outChannels, ...outputSize(layer)],
  };
}

export function describe(task: Task): string {
  if (task.kind === "product") return `product of two ${task.size}×${task.size} matrices`;
  const what = task.kind === "layer" ? titleOf(task.layer) : task.network.name;
  return `${what}, ${task.pass}, batch ${task.batch}`;
}
