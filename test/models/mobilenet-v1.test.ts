import { beforeAll, describe, expect, test } from "vitest";
import { count } from "../../src/count/index.ts";
import type { LayerCost } from "../../src/count/tables/layer-cost.ts";
import { useDevice } from "../../src/device/use.ts";
import { MobileNetV1, type MobileNetV1Options } from "../../src/models/mobilenet-v1.ts";
import { manualSeed } from "../../src/nn/random.ts";
import { tf } from "../../src/tf.ts";
import { distance } from "../golden/golden.ts";
import { fallByGradient } from "./descent.ts";
import { images } from "./images.ts";
import { asKeras, keras } from "./keras.ts";

beforeAll(() => useDevice("cpu"));

const layersOf = (options: MobileNetV1Options = {}): readonly LayerCost[] => {
  const network = new MobileNetV1(options);
  return count.module(network, network.inputShape).layers;
};

describe("Keras's MobileNet", () => {
  const cases = keras.counts.filter(({ name }) => name === "mobilenet_v1");

  test.each(cases)("has the same parameters and sizes: $options", ({ options, counted }) => {
    expect(asKeras(layersOf(options))).toEqual(counted);
  });

  test("gives the same with the same weights, seen in the mirror, since it pads on the other side", async () => {
    manualSeed(1);
    const network = new MobileNetV1({ alpha: 0.25, resolution: 64, numClasses: 10 });
    const logits = tf.tidy(() => network.forward(images(64)));
    expect(distance({ shape: logits.shape, data: await logits.data() }, keras.mobilenet)).toBeLessThan(1e-3);
    network.dispose();
    logits.dispose();
  });
});

test("alpha rounds channels down, as Keras does", () => {
  const network = new MobileNetV1({ alpha: 0.3 });
  const widths = network.namedModules().flatMap(([, layer]) => ("numFeatures" in layer ? [layer.numFeatures] : []));
  expect([...new Set(widths)]).toEqual([9, 19, 38, 76, 153, 307]);
});

test("an alpha that leaves no channel is refused", () => {
  expect(() => new MobileNetV1({ alpha: 0.01 })).toThrow(
    "expected outChannels to be an integer of 1 or more, received 0",
  );
});

test("a step against its gradient lowers its loss by what the gradient foretells, but for the loss's curvature", () => {
  manualSeed(1);
  const network = new MobileNetV1({ alpha: 0.25, resolution: 48, numClasses: 10 });
  const fall = fallByGradient(network, 48);
  expect(fall).toBeGreaterThan(0.8);
  expect(fall).toBeLessThan(1.2);
  network.dispose();
});
