import { expect, test } from "vitest";
import { count } from "../../src/count/index.ts";
import { useDevice } from "../../src/device/use.ts";
import {
  DenseNet,
  densenet121,
  densenet161,
  densenet169,
  densenet201,
  densenet264,
} from "../../src/models/densenet.ts";
import { manualSeed } from "../../src/nn/random.ts";
import { fallByGradient } from "./descent.ts";

test.each([
  ["121", densenet121(), 121],
  ["161", densenet161(), 161],
  ["169", densenet169(), 169],
  ["201", densenet201(), 201],
  // by the blocks in the paper's table 1: 1 + 2·(6 + 12 + 64 + 48) + 3 + 1
  ["264", densenet264(), 265],
])("DenseNet-%s has the layers of its table", (_, network, depth) => {
  const { layers } = count.module(network, network.inputShape);
  expect(layers.filter(({ type }) => type === "Conv2d" || type === "Linear").length).toBe(depth);
});

test("DenseNet-264 costs what torchvision's class of these layers does", () => {
  const network = densenet264();
  const { parameters, macs } = count.module(network, network.inputShape);
  expect({ parameters, macs }).toEqual({ parameters: 33_337_704, macs: 5_751_653_376 });
});

test("the growth rate and the first channels may be others", () => {
  const network = new DenseNet([2, 3], { growthRate: 12, numInitFeatures: 16, numClasses: 10 });
  const inputs = network
    .namedModules()
    .flatMap(([name, module]) => ("numFeatures" in module && name.endsWith("norm1") ? [module.numFeatures] : []));
  // 16, then 12 more for each layer; 40 channels are halved between the blocks
  expect(inputs).toEqual([16, 28, 20, 32, 44]);
  expect(network.classifier.inFeatures).toBe(56);
});

test("the loss of a small DenseNet falls by what its gradient foretells", async () => {
  await useDevice("wasm");
  manualSeed(1);
  const network = new DenseNet([2, 3], { growthRate: 8, numClasses: 3 }).eval();
  expect(fallByGradient(network, 32)).toBeCloseTo(1, 1);
  network.dispose();
});
