import { beforeAll, describe, expect, test } from "vitest";
import { count } from "../../src/count/index.ts";
import { useDevice } from "../../src/device/use.ts";
import { StochasticDepth } from "../../src/models/blocks/stochastic-depth.ts";
import { EfficientNet } from "../../src/models/efficientnet/efficientnet.ts";
import { EfficientNetLite } from "../../src/models/efficientnet/efficientnet-lite.ts";
import { create } from "../../src/models/list.ts";
import { manualSeed } from "../../src/nn/random.ts";
import { fallByGradient } from "./descent.ts";

beforeAll(() => useDevice("wasm"));

/** Millions of parameters and of MACs. */
function countOf(name: string) {
  const network = create(name);
  const { parameters, macs } = count.module(network, network.inputShape);
  return { parameters: parameters / 1e6, macs: macs / 1e6 };
}

/** By how much of the published figure ours is larger, in percent. */
const above = (ours: number, published: number) => Math.round((100 * (ours - published)) / published);

describe("Table 2 of arXiv 1905.11946 rounds", () => {
  test.each([
    ["efficientnet_b0", 5.3, 390, -1],
    ["efficientnet_b1", 7.8, 700, -2],
    ["efficientnet_b2", 9.2, 1000, -1],
    ["efficientnet_b3", 12, 1800, 2],
    ["efficientnet_b4", 19, 4200, 5],
    ["efficientnet_b5", 30, 9900, 4],
    ["efficientnet_b6", 43, 19_000, 0],
    ["efficientnet_b7", 66, 37_000, 2],
  ])(
    "%s to %d million parameters, %i million MACs, above which ours are by %i %",
    (name, parameters, macs, percent) => {
      const ours = countOf(name);
      expect(Math.abs(above(ours.parameters, parameters))).toBeLessThanOrEqual(2);
      expect(above(ours.macs, macs)).toBe(percent);
    },
  );
});

describe("Table 7 of arXiv 2104.00298 rounds", () => {
  test.each([
    ["efficientnet_v2_s", 22, 8800, -5],
    ["efficientnet_v2_m", 54, 24_000, 2],
    ["efficientnet_v2_l", 120, 53_000, 6],
    ["efficientnet_v2_xl", 208, 94_000, -1],
  ])(
    "%s to %i million parameters, %i million MACs, above which ours are by %i %",
    (name, parameters, macs, percent) => {
      const ours = countOf(name);
      expect(Math.abs(above(ours.parameters, parameters))).toBeLessThanOrEqual(2);
      expect(above(ours.macs, macs)).toBe(percent);
    },
  );
});

/** The multiply-adds there are of more than convolutions. */
test.each([
  ["efficientnet_lite0", 4.7, 407],
  ["efficientnet_lite1", 5.4, 631],
  ["efficientnet_lite2", 6.1, 899],
  ["efficientnet_lite3", 8.2, 1440],
  ["efficientnet_lite4", 13, 2640],
])("the authors of %s give it %d million parameters and %i million multiply-adds", (name, parameters, macs) => {
  const ours = countOf(name);
  expect(Math.round(ours.parameters * 10) / 10).toBe(parameters);
  expect(above(ours.macs, macs)).toBeGreaterThanOrEqual(-5);
  expect(ours.macs).toBeLessThan(macs);
});

test("widening leaves the first and the last convolution of Lite as they are, and a deeper one its first and last stage", () => {
  const { features } = new EfficientNetLite({ widthMult: 2, depthMult: 3 });
  const outputs = features.modules.map((part) => part.namedModules().findLast(([, m]) => "outChannels" in m)?.[1]);
  expect(outputs.map((conv) => Reflect.get(conv!, "outChannels"))).toEqual([32, 32, 48, 80, 160, 224, 384, 640, 1280]);
  expect(features.modules.slice(1, -1).map((stage) => stage.submodules().length)).toEqual([1, 6, 6, 9, 9, 12, 1]);
});

test("Lite has neither squeeze and excitation nor SiLU", () => {
  const types = new Set(new EfficientNetLite().namedModules().map(([, { constructor }]) => constructor.name));
  expect([types.has("ReLU6"), types.has("SqueezeExcitation"), types.has("SiLU")]).toEqual([true, false, false]);
});

test("blocks are dropped the more often the later they come, as torchvision drops EfficientNet-B0's", () => {
  const dropped = new EfficientNet().namedModules().flatMap(([, m]) => (m instanceof StochasticDepth ? [m.p] : []));
  expect(dropped).toHaveLength(16);
  expect([dropped[0], dropped.at(-1)]).toEqual([0, 0.1875]);
  expect(dropped).toEqual(dropped.toSorted((a, b) => a - b));
});

test("the resolution sets only the input's size", () => {
  expect(new EfficientNet({ resolution: 64 }).inputShape).toEqual([3, 64, 64]);
  const parameters = (resolution: number) => count.module(new EfficientNet({ resolution }), [3, 64, 64]).parameters;
  expect(parameters(64)).toBe(parameters(128));
});

test("the loss of EfficientNet-B0 falls by what its gradient foretells", () => {
  manualSeed(1);
  const network = new EfficientNet({ numClasses: 3 }).eval();
  expect(fallByGradient(network, 32)).toBeCloseTo(1, 1);
  network.dispose();
});
