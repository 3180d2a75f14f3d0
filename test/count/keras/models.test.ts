import { gunzipSync } from "node:zlib";
import * as tf from "@tensorflow/tfjs";
import { expect, test } from "vitest";
import { keras } from "../../../src/count/keras/keras.ts";
import { golden } from "../../golden/golden.ts";

interface Case {
  name: string;
  model: string;
  outputShape: number[];
  macs: number;
  parameters: number;
  trainable: number;
  shapes: Record<string, number[]>;
}

const { cases } = golden<{ cases: Case[] }>("keras_models");
const read = (model: string) => JSON.parse(gunzipSync(Buffer.from(model, "base64")).toString()) as object;

test.each(cases)("counts Keras's $name as torch counts it at work, and Keras's parameters", (one) => {
  const cost = keras(read(one.model), { batchSize: 2 });
  expect(cost.uncounted).toEqual([]);
  expect({ macs: cost.macs, outputShape: cost.outputShape }).toEqual({ macs: one.macs, outputShape: one.outputShape });
  expect(cost.parameters).toBe(one.parameters);
  expect(cost.trainableParameters).toBe(one.trainable);
});

test.each(cases)("gives each layer of Keras's $name the shape that Keras gives it", ({ model, shapes }) => {
  const given = keras(read(model), { batchSize: 2 }).layers.map(({ name, outputShapes }) => [name, outputShapes[0]]);
  expect(Object.fromEntries(given)).toMatchObject(shapes);
});

const convolutions = read(cases.find(({ name }) => name === "convolutions")!.model);

test("sorts convolutions by their groups and kernel", () => {
  const kinds = keras(convolutions).layers.map(({ kind }) => kind);
  expect(kinds.filter((kind) => kind.includes("×"))).toEqual([
    "convolution 3×3",
    "grouped 3×5",
    "depthwise 3×3",
    "separable 3×3",
    "convolution 1×1",
  ]);
});

test("names the layers of a model inside by both names", () => {
  const { layers } = keras(read(cases.find(({ name }) => name === "sequential")!.model));
  expect(layers.map(({ name }) => name)).toContain("sequential/separable_conv1d");
});

const image = tf.input({ shape: [9, 8, 3] });

test.each([
  ["as toJSON gives it", (model: tf.LayersModel) => JSON.parse(model.toJSON() as string) as object],
  [
    "within a model.json",
    (model: tf.LayersModel) => ({ format: "layers-model", modelTopology: model.toJSON(null, false) }),
  ],
  [
    "within a model.json of Keras 2",
    (model: tf.LayersModel) => ({
      modelTopology: { keras_version: "2.15.0", model_config: model.toJSON(null, false) },
    }),
  ],
])("counts what TensorFlow.js writes, %s", (_, write) => {
  const shared = tf.layers.conv2d({ filters: 3, kernelSize: 3, padding: "same", name: "shared" });
  const twice = shared.apply(shared.apply(image)) as tf.SymbolicTensor;
  const sum = tf.layers.add().apply([twice, image]) as tf.SymbolicTensor;
  const out = tf.layers.dense({ units: 2 }).apply(tf.layers.flatten().apply(sum)) as tf.SymbolicTensor;
  const model = tf.model({ inputs: image, outputs: out });
  const cost = keras(write(model));
  expect(cost.parameters).toBe(model.countParams());
  expect(cost.macs).toBe(2 * (9 * 8 * 3 * 27) + 9 * 8 * 3 * 2);
  expect(cost.layers.filter(({ name }) => name === "shared").map(({ parameters }) => parameters)).toEqual([84, 0]);
});

test("counts a sequential model of TensorFlow.js without an input layer", () => {
  const conv = tf.layers.depthwiseConv2d({ kernelSize: 3, inputShape: [6, 6, 4], useBias: false });
  const model = tf.sequential({ layers: [conv, tf.layers.globalAveragePooling2d({})] });
  expect(keras(JSON.parse(model.toJSON() as string) as object)).toMatchObject({ macs: 16 * 9 * 4, parameters: 36 });
});

test("names the layers that it does not know, and goes on behind them by the shapes that Keras 3 writes", () => {
  const text = JSON.stringify(convolutions).replaceAll('"class_name":"PReLU"', '"class_name":"Mystery"');
  const cost = keras(JSON.parse(text) as object);
  expect(cost.uncounted).toEqual(['"p_re_lu" (Mystery)']);
  expect(cost.layers.find(({ type }) => type === "Mystery")!.macs).toBeNull();
  expect(cost.macs).toBe(keras(convolutions).macs);
});

test("names what follows an unknown layer, too, where nothing tells its shape", () => {
  const first = tf.layers.dense({ units: 2, inputShape: [3], name: "first" });
  const model = tf.sequential({ layers: [first, tf.layers.dense({ units: 2, name: "second" })] });
  const text = (model.toJSON() as string).replace('"class_name":"Dense"', '"class_name":"Mystery"');
  expect(keras(JSON.parse(text) as object).uncounted).toEqual(['"first" (Mystery)', '"second" (Dense)']);
});

test("takes another size where the model leaves it open, and refuses it where it does not", () => {
  const input = tf.input({ shape: [null, null, 3] });
  const conv = tf.layers.conv2d({ filters: 4, kernelSize: 3, strides: 2 });
  const open = JSON.parse(
    tf.model({ inputs: input, outputs: conv.apply(input) as tf.SymbolicTensor }).toJSON() as string,
  );
  expect(keras(open, { inputShape: [2, 9, 8, 3] }).outputShape).toEqual([2, 4, 3, 4]);
  expect(() => keras(open)).toThrow("which is [any, any, any, 3], received none; give inputShape");
  expect(() => keras(convolutions, { inputShape: [64, 64, 3] })).toThrow("to be [any, 33, 32, 3], or the same without");
});

test("refuses what is no model of Keras", () => {
  expect(() => keras({ a: 1 })).toThrow("expected the JSON of a Keras model, received an object with a");
  expect(() => keras({ format: "graph-model" })).toThrow("received a graph model");
});

test("names the layer that a shape does not fit", () => {
  const text = JSON.stringify(convolutions).replace('"groups":4', '"groups":3');
  expect(() => keras(JSON.parse(text) as object)).toThrow(
    'count.keras: "conv2d_1" (Conv2D), got [1, 16, 17, 8]; its 3 groups do not divide 8 channels',
  );
});
