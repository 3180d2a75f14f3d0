import { count, models, nn } from "sepconv";
import type { Layer } from "./layer.ts";

/** A network of convolutions in a row, each with a batch norm and a ReLU behind it, then the mean of each map and a linear layer. */
export interface Network {
  name: string;
  convolutions: Layer[];
  classifier: { inFeatures: number; outFeatures: number };
}

/** The convolutions of a published network in the order in which they run, for one image. */
export function convolutionsIn(name: string): Layer[] {
  const network = models.create(name);
  const modules = new Map(network.namedModules());
  return count.module(network).layers.flatMap(({ name, inputShapes }) => {
    const module = modules.get(name);
    return module instanceof nn.Conv2d ? [layerOf(module, inputShapes[0]!)] : [];
  });
}

function layerOf(module: nn.Conv2d, [, , height, width]: number[]): Layer {
  const { inChannels, outChannels, kernelSize: kernel, stride, padding, groups } = module;
  if (typeof padding === "string") throw new Error(`expected a padding in numbers, received ${padding}`);
  return { inChannels, outChannels, height: height!, width: width!, kernel, stride, padding, groups };
}

/** Those that differ from each other. */
export function distinct(layers: readonly Layer[]): Layer[] {
  return [...new Map(layers.map((layer) => [JSON.stringify(layer), layer])).values()];
}

/** MobileNet v1 of width 1 for images of 224×224. */
export function mobilenet(): Network {
  const network = models.mobilenetV1();
  const { inFeatures, outFeatures } = network.classifier;
  return {
    name: "MobileNet v1 1.0-224",
    convolutions: convolutionsIn("mobilenet_v1"),
    classifier: { inFeatures, outFeatures },
  };
}

export const NETWORKS = { mobilenet_v1: "MobileNet v1", xception: "Xception", resnet50: "ResNet-50" } as const;
