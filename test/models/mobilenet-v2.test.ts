import { beforeAll, expect, test } from "vitest";
import { count } from "../../src/count/index.ts";
import { totalsOf } from "../../src/count/tables/layer-cost.ts";
import { useDevice } from "../../src/device/use.ts";
import { MobileNetV2 } from "../../src/models/mobilenet-v2.ts";

beforeAll(() => useDevice("cpu"));

/** The authors' table of trained networks, in millions: github.com/tensorflow/models, research/slim/nets/mobilenet. */
const CHECKPOINTS: Array<[width: number, resolution: number, macs: number, parameters: number]> = [
  [1.4, 224, 582, 6.06],
  [1.3, 224, 509, 5.34],
  [1, 224, 300, 3.47],
  [1, 192, 221, 3.47],
  [1, 160, 154, 3.47],
  [1, 128, 99, 3.47],
  [1, 96, 56, 3.47],
  [0.75, 224, 209, 2.61],
  [0.75, 192, 153, 2.61],
  [0.75, 160, 107, 2.61],
  [0.75, 128, 69, 2.61],
  [0.75, 96, 39, 2.61],
  [0.5, 224, 97, 1.95],
  [0.5, 192, 71, 1.95],
  [0.5, 160, 50, 1.95],
  [0.5, 128, 32, 1.95],
  [0.5, 96, 18, 1.95],
  [0.35, 224, 59, 1.66],
  [0.35, 192, 43, 1.66],
  [0.35, 160, 30, 1.66],
  [0.35, 128, 20, 1.66],
  [0.35, 96, 11, 1.66],
];

test.each(CHECKPOINTS)(
  "width %f at %i has its authors' %i million MACs and, without batch norm, %f million parameters",
  (widthMult, resolution, macs, parameters) => {
    const { layers } = count.module(new MobileNetV2({ widthMult }), [3, resolution, resolution]);
    const ours = totalsOf(layers.filter(({ kind }) => kind !== "normalization"));
    expect(Math.abs(ours.macs / 1e6 - macs)).toBeLessThan(1);
    expect(Math.abs(ours.parameters / 1e6 - parameters)).toBeLessThan(0.01);
  },
);

test("the last layer is never narrower than 1280 channels", () => {
  const lastOf = (widthMult: number) => {
    const network = new MobileNetV2({ widthMult, numClasses: 7 });
    return count.module(network, network.inputShape).layers.at(-1)!;
  };
  expect([0.5, 1, 2].map((width) => lastOf(width).inputShapes[0])).toEqual([
    [1, 1280],
    [1, 1280],
    [1, 2560],
  ]);
  expect(lastOf(1).outputShapes).toEqual([[1, 7]]);
});
