import { count, naive } from "sepconv";
import { expect, test } from "vitest";
import { graphOf } from "../../../bench/convolution/peers/onnxruntime/graphs.ts";
import { findRuntime } from "../../../bench/convolution/peers/onnxruntime/runtime.ts";
import { flopsOf } from "../../../bench/convolution/work/cost.ts";
import { mobilenet } from "../../../bench/convolution/work/network.ts";
import type { LayerTask, Task } from "../../../bench/convolution/work/task.ts";
import { SEEDS, values } from "../../../bench/convolution/work/values.ts";

const window = { kernel: [3, 3], stride: [2, 2], padding: [1, 1] } as const;
const grouped: LayerTask = {
  kind: "layer",
  layer: { inChannels: 4, outChannels: 6, height: 7, width: 9, groups: 2, ...window },
  pass: "forward",
  batch: 2,
};

test.each<[string, Task]>([
  ["a layer", grouped],
  ["a separable one", { ...grouped, layer: { ...grouped.layer, groups: 1, separable: true } }],
  ["a network", { kind: "network", network: mobilenet(), pass: "inference", batch: 1 }],
  ["a product", { kind: "product", size: 16 }],
])("an ONNX file of %s is counted as what it was made of", (_, task) => {
  const { model, output } = graphOf(task);
  const cost = count.onnx(model);
  expect(2 * cost.macs).toBe(flopsOf(task));
  expect(cost.outputShape).toEqual(output);
  expect(cost.uncounted).toEqual([]);
});

test("what is not inference has no file", () => {
  expect(() => graphOf({ ...grouped, pass: "weight gradient" })).toThrow("only infers");
});

test.skipIf(!findRuntime())("onnxruntime computes a file's convolution", async () => {
  const { InferenceSession, Tensor } = findRuntime()!.runtime();
  const { model, input, output } = graphOf(grouped);
  const session = await InferenceSession.create(model, {});
  const x = values(2 * 4 * 7 * 9, SEEDS.x);
  const y = new Tensor("float32", new Float32Array(output.reduce((product, size) => product * size)), output);
  await session.run({ [session.inputNames[0]!]: new Tensor("float32", x, input) }, { [session.outputNames[0]!]: y });
  const weight = { data: values(6 * 2 * 9, SEEDS.weights), shape: [6, 2, 3, 3] };
  const expected = naive.conv2d({ data: x, shape: [2, 4, 7, 9] }, weight, { stride: 2, padding: 1, groups: 2 }).output;
  y.data.forEach((value, i) => expect(value).toBeCloseTo(expected[i]!, 5));
  await session.release();
});
