import { beforeAll, expect, test } from "vitest";
import { count } from "../../src/count/index.ts";
import { useDevice } from "../../src/device/use.ts";
import { create } from "../../src/models/list.ts";
import * as nn from "../../src/nn/index.ts";
import { manualSeed } from "../../src/nn/random.ts";
import { tf } from "../../src/tf.ts";
import { distance, golden, type Packed } from "../golden/golden.ts";
import { images } from "./images.ts";

beforeAll(() => useDevice("wasm"));

const { counts, running } = golden<{
  counts: Array<{ name: string; resolution: number; parameters: number; macs: number }>;
  running: Array<{ name: string; y: Packed }>;
}>("timm_networks");

test.each(counts)("timm counts the same: $name", ({ name, resolution, parameters, macs }) => {
  const network = create(name);
  const ours = count.module(network, network.inputShape);
  expect(network.inputShape).toEqual([3, resolution, resolution]);
  expect([ours.parameters, ours.macs]).toEqual([parameters, macs]);
});

test.each(running)("timm gives the same: $name", async ({ name, y }) => {
  manualSeed(1);
  const network = create(name, { numClasses: 10 });
  network.apply((module) => {
    if (module instanceof nn.Dropout) module.eval();
  });
  const logits = tf.tidy(() => network.forward(images(64)) as tf.Tensor);
  expect(distance({ shape: logits.shape, data: await logits.data() }, y)).toBeLessThan(1e-3);
  network.dispose();
  logits.dispose();
});
