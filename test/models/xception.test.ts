import { beforeAll, expect, test } from "vitest";
import { count } from "../../src/count/index.ts";
import { useDevice } from "../../src/device/use.ts";
import { Xception } from "../../src/models/xception.ts";
import { manualSeed } from "../../src/nn/random.ts";
import { tf } from "../../src/tf.ts";
import { distance } from "../golden/golden.ts";
import { images } from "./images.ts";
import { asKeras, keras } from "./keras.ts";

beforeAll(() => useDevice("wasm"));

test("Keras's Xception has the same parameters and the same sizes", () => {
  const { counted } = keras.counts.find(({ name }) => name === "xception")!;
  const network = new Xception();
  const ours = asKeras(count.module(network, network.inputShape).layers);
  // Keras lists the convolution around a block among the layers of the block
  const inAnyOrder = <T extends { maps: number[][] }>(one: T) => ({ ...one, maps: one.maps.map(String).sort() });
  expect(inAnyOrder(ours)).toEqual(inAnyOrder(counted));
});

test("Keras's Xception gives the same with the same weights, where every size that it pads is odd", async () => {
  manualSeed(1);
  const network = new Xception({ numClasses: 10 });
  const logits = tf.tidy(() => network.forward(images(71)));
  expect(distance({ shape: logits.shape, data: await logits.data() }, keras.xception)).toBeLessThan(1e-3);
  network.dispose();
  logits.dispose();
});

test("it has 36 convolution layers, of which 34 are separable, in 14 modules", () => {
  const network = new Xception();
  const types = network.namedModules().map(([, { constructor }]) => constructor.name);
  expect(types.filter((type) => type === "SeparableConv2d").length).toBe(34);
  expect(types.filter((type) => type === "Block").length).toBe(12);
});
