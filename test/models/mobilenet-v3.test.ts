import { beforeAll, expect, test } from "vitest";
import { count } from "../../src/count/index.ts";
import { useDevice } from "../../src/device/use.ts";
import { MobileNetV3 } from "../../src/models/mobilenet-v3.ts";

beforeAll(() => useDevice("cpu"));

/** What fvcore counts in torchvision 0.28 given width_mult. */
test.each<["large" | "small", widthMult: number, macs: number, parameters: number]>([
  ["large", 0.3, 29_657_608, 790_096],
  ["small", 0.75, 39_115_576, 1_653_920],
])("%s narrowed to %f has torchvision's %i MACs and %i parameters", (size, widthMult, macs, parameters) => {
  const network = new MobileNetV3(size, { widthMult });
  const ours = count.module(network, network.inputShape);
  expect([ours.macs, ours.parameters]).toEqual([macs, parameters]);
});

test("Tables 1 and 2 of arXiv 1905.02244 squeeze 8 of 15 and 9 of 11 bottlenecks", () => {
  const squeezed = (size: "large" | "small") =>
    new MobileNetV3(size).namedModules().filter(([, { constructor }]) => constructor.name === "SqueezeExcitation");
  expect([squeezed("large").length, squeezed("small").length]).toEqual([8, 9]);
});
