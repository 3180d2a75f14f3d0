import { count } from "sepconv";
import { convolutionsOf, type Layer } from "./layer.ts";
import { shapesOf, type LayerTask, type Task } from "./task.ts";

/** Two operations for each multiply-accumulate; a training step has three passes of them, less the first layer's input gradient. */
export function flopsOf(task: Task): number {
  if (task.kind === "product") return 2 * task.size ** 3;
  if (task.kind === "layer") return 2 * task.batch * macsOf(task.layer);
  const { convolutions, classifier } = task.network;
  const [first = 0, ...rest] = convolutions.map(macsOf);
  const others = rest.reduce((sum, macs) => sum + macs, classifier.inFeatures * classifier.outFeatures);
  return 2 * task.batch * (task.pass === "inference" ? first + others : 2 * first + 3 * others);
}

/** Multiply-accumulates of one image, forward; each gradient has as many. */
export const macsOf = (layer: Layer): number =>
  convolutionsOf(layer).reduce((sum, { inChannels, outChannels, kernel, height, width, ...options }) => {
    const counted = { inChannels, outChannels, kernelSize: kernel, bias: false, ...options };
    return sum + count.conv2d(counted, [inChannels, height, width]).macs;
  }, 0);

/** Bytes of a layer's input, weights and result, each moved once. */
export function bytesOf(task: LayerTask): number {
  const { x, weights, y } = shapesOf(task);
  return [x, ...weights, y].reduce((sum, shape) => sum + 4 * shape.reduce((product, size) => product * size), 0);
}
