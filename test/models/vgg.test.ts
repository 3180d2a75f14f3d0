import { expect, test } from "vitest";
import { count } from "../../src/count/index.ts";
import { VGG, vgg11Lrn, vgg16C } from "../../src/models/vgg.ts";

const count224 = (network: VGG) => count.module(network, network.inputShape);

test.each([
  ["A", 11],
  ["A-LRN", 11],
  ["B", 13],
  ["C", 16],
  ["D", 16],
  ["E", 19],
] as const)("configuration %s has %i weight layers, as the paper's table 1 has", (name, depth) => {
  const weighted = count224(new VGG(name)).layers.filter((layer) => layer.parameters > 0);
  expect(weighted.length).toBe(depth);
});

test("local response normalization follows the first convolution of A-LRN", () => {
  expect(
    count224(vgg11Lrn())
      .layers.slice(0, 4)
      .map(({ type }) => type),
  ).toEqual(["Conv2d", "ReLU", "LocalResponseNorm", "MaxPool2d"]);
});

test("configuration C ends its last three stages with a 1×1 convolution", () => {
  expect(vgg16C().features.modules.flatMap((layer) => ("kernelSize" in layer ? [layer.kernelSize] : []))).toEqual([
    ...Array.from({ length: 6 }, () => [3, 3]),
    [1, 1],
    [3, 3],
    [3, 3],
    [1, 1],
    [3, 3],
    [3, 3],
    [1, 1],
  ]);
});

test("batch norm follows each convolution where it is asked for, and the number of classes is free", () => {
  const network = new VGG("A", { batchNorm: true, numClasses: 10 });
  const { layers, outputShape } = count224(network);
  const types = layers.map(({ type }) => type);
  expect(types.filter((type) => type === "BatchNorm2d").length).toBe(8);
  expect(types.slice(0, 4)).toEqual(["Conv2d", "BatchNorm2d", "ReLU", "MaxPool2d"]);
  expect(outputShape).toEqual([1, 10]);
});
