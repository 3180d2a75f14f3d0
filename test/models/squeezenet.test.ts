import { beforeAll, expect, test } from "vitest";
import { useDevice } from "../../src/device/use.ts";
import { SqueezeNet } from "../../src/models/squeezenet.ts";
import { manualSeed } from "../../src/nn/random.ts";
import { fallByGradient } from "./descent.ts";

beforeAll(() => useDevice("wasm"));

test.each(["1.0", "1.1"] as const)("the loss of SqueezeNet %s falls by what its gradient foretells", (version) => {
  manualSeed(1);
  const network = new SqueezeNet(version, { numClasses: 3 }).eval();
  const fall = fallByGradient(network, 48);
  expect(fall).toBeCloseTo(1, 1);
  network.dispose();
});
