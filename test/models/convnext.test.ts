import { beforeAll, expect, test } from "vitest";
import { count } from "../../src/count/index.ts";
import { useDevice } from "../../src/device/use.ts";
import { StochasticDepth } from "../../src/models/blocks/stochastic-depth.ts";
import { ConvNeXt } from "../../src/models/convnext.ts";
import type { Module } from "../../src/nn/index.ts";
import { tf } from "../../src/tf.ts";

beforeAll(() => useDevice("wasm"));

test.each<[size: ConstructorParameters<typeof ConvNeXt>[0], parameters: number, macs: number]>([
  ["tiny", 29, 4.5],
  ["small", 50, 8.7],
  ["base", 89, 15.4],
  ["large", 198, 34.4],
  ["xlarge", 350, 60.9],
])("Table 1 of arXiv 2201.03545: %s has %i·10⁶ parameters and %d·10⁹ MACs", (size, parameters, macs) => {
  const network = new ConvNeXt(size);
  const ours = count.module(network, network.inputShape);
  expect([Math.round(ours.parameters / 1e6), Math.round(ours.macs / 1e8) / 10]).toEqual([parameters, macs]);
});

test("a block whose layer scale is 0 changes nothing", async () => {
  const network = new ConvNeXt("tiny", { layerScale: 0 }).eval();
  const x = tf.randomNormal([1, 96, 8, 8], 0, 1, "float32", 1);
  const y = network.features.modules[1]!.forward(x);
  expect(await y.data()).toEqual(await x.data());
  network.dispose();
});

test("blocks are dropped the more often the later they come, up to a tenth of the time in ConvNeXt-T", () => {
  const dropped = new ConvNeXt("tiny").namedModules().flatMap(([, m]) => (m instanceof StochasticDepth ? [m.p] : []));
  expect(dropped).toHaveLength(18);
  expect([dropped[0], dropped.at(-1)]).toEqual([0, 0.1]);
  expect(dropped).toEqual(dropped.toSorted((a, b) => a - b));
});

test("a block's output has the gradient by its layer scale that it has by itself", async () => {
  const network = new ConvNeXt("tiny", { layerScale: 1 }).eval();
  const block = network.features.modules[1]!.submodules()[0]![1] as Module;
  const x = tf.randomNormal([2, 96, 8, 8], 0, 1, "float32", 1);
  const [name, layerScale] = block.namedParameters()[0]!;
  expect([name, layerScale.shape]).toEqual(["layer_scale", [96, 1, 1]]);
  const { grads } = tf.variableGrads(() => block.forward(x).sum(), [layerScale]);
  const expected = block.forward(x).sub(x).sum([0, 2, 3]);
  expect(
    await grads[layerScale.name]!.sub(expected.reshape([96, 1, 1]))
      .abs()
      .max()
      .array(),
  ).toBeLessThan(1e-4);
  network.dispose();
});
