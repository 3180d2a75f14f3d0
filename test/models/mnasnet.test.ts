import { beforeAll, expect, test } from "vitest";
import { count } from "../../src/count/index.ts";
import { useDevice } from "../../src/device/use.ts";
import { MNASNet } from "../../src/models/mnasnet.ts";

beforeAll(() => useDevice("cpu"));

/** What torchvision 0.28 makes of the channels 32, 16, 24, 40, 80, 96, 192, 320. */
test.each([
  [0.35, [16, 8, 8, 16, 32, 32, 64, 112]],
  [0.5, [16, 8, 16, 24, 40, 48, 96, 160]],
  [0.75, [24, 16, 24, 32, 64, 72, 144, 240]],
  [1.3, [40, 24, 32, 56, 104, 128, 248, 416]],
])("alpha %f rounds channels as torchvision does", (alpha, depths) => {
  const network = new MNASNet(alpha);
  const { layers } = count.module(network, network.inputShape);
  const channelsBehind = (part: number) =>
    layers.findLast(({ name }) => `${name}.`.startsWith(`layers.${part}.`))!.outputShapes[0]![1];
  // the first convolution, the separable one behind it, and the six stacks
  expect([0, 6, 8, 9, 10, 11, 12, 13].map(channelsBehind)).toEqual(depths);
});
