import { expect, test } from "vitest";
import { bytesOf, flopsOf, macsOf } from "../../../bench/convolution/work/cost.ts";
import { kindOf, titleOf, type Layer } from "../../../bench/convolution/work/layer.ts";
import { convolutionsIn, distinct, mobilenet } from "../../../bench/convolution/work/network.ts";

const sum = (layers: readonly Layer[]) => layers.reduce((total, layer) => total + macsOf(layer), 0);

test("MobileNet v1 has the convolutions of the paper's Table 1", () => {
  const layers = convolutionsIn("mobilenet_v1");
  expect(layers).toHaveLength(27);
  expect(distinct(layers)).toHaveLength(19);
  expect(titleOf(layers[0]!)).toBe("standard 3×3, 3→32@224², stride 2");
  expect(titleOf(layers[1]!)).toBe("depthwise 3×3, 32@112²");
  expect(titleOf(layers[2]!)).toBe("pointwise, 32→64@112²");
  // 569 million mult-adds in Table 4, less the classifier's
  expect(Math.round((sum(layers) + 1024 * 1000) / 1e6)).toBe(569);
});

test("ResNet-50's convolutions have torchvision's multiply-accumulates", () => {
  // 4.089 GFLOPS in torchvision's table of weights, less the classifier's
  expect(((sum(convolutionsIn("resnet50")) + 2048 * 1000) / 1e9).toFixed(3)).toBe("4.089");
});

test("Xception's are standard, depthwise and pointwise", () => {
  const kinds = new Set(convolutionsIn("xception").map(kindOf));
  expect([...kinds].sort()).toEqual(["depthwise", "pointwise", "standard"]);
});

test("a separable layer costs what its two convolutions cost, and a pass over a batch as much for each image", () => {
  const square = { height: 64, width: 64, kernel: [3, 3], stride: [1, 1], padding: [1, 1], groups: 1 } as const;
  const layer: Layer = { inChannels: 3, outChannels: 4, ...square, separable: true };
  const macs = (27 + 12) * 64 * 64;
  expect(macsOf(layer)).toBe(macs);
  const task = { kind: "layer", layer, pass: "input gradient", batch: 8 } as const;
  expect(flopsOf(task)).toBe(2 * 8 * macs);
  expect(bytesOf(task)).toBe(4 * (8 * 64 * 64 * (3 + 4) + 27 + 12));
});

test("a training step has three passes, but for the first layer's input", () => {
  const network = mobilenet();
  const inference = flopsOf({ kind: "network", network, pass: "inference", batch: 1 });
  const first = 2 * macsOf(network.convolutions[0]!);
  expect(flopsOf({ kind: "network", network, pass: "training step", batch: 1 })).toBe(3 * inference - first);
});
