import { hasAdapter, swiftshader } from "./adapter.ts";
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { WebGPUBackend } from "@tensorflow/tfjs-backend-webgpu";
import { beforeAll, describe, expect, test } from "vitest";
import { conv2d } from "../../src/conv/conv2d.ts";
import { depthwiseConv2d } from "../../src/conv/depthwise.ts";
import { separableConv2d } from "../../src/conv/separable.ts";
import { useDevice } from "../../src/device/use.ts";
import { launch } from "../../src/device/webgpu/kernels/launch.ts";
import { leastLimits } from "../../src/device/webgpu/kernels/pass.ts";
import { planForward } from "../../src/device/webgpu/kernels/windows.ts";
import { tf } from "../../src/tf.ts";
import { dispatched, distance, loop, problem, random } from "./wgsl.ts";

const layouts = ["NCHW", "NHWC"] as const;

describe.skipIf(!hasAdapter)("on webgpu", () => {
  beforeAll(() => useDevice("webgpu"));

  describe("a layer runs our programs and no others", () => {
    const x = { NCHW: [1, 6, 7, 7], NHWC: [1, 7, 7, 6] };
    /** Programs that a layer and its gradients give to the GPU. */
    const programs = (shapes: number[][], layer: (...inputs: tf.Tensor[]) => tf.Tensor) => {
      const inputs = shapes.map((shape) => tf.ones(shape));
      const dy = tf.ones(layer(...inputs).shape);
      const forward = dispatched(() => layer(...inputs));
      const all = dispatched(() => tf.grads(layer)(inputs, dy));
      return { forward, backward: all.slice(forward.length).filter((program) => program !== "sum") };
    };

    test.each(layouts)("for a standard and a grouped convolution, %s", (layout) => {
      const layer = (groups: number) => (x: tf.Tensor, weight: tf.Tensor) =>
        conv2d(x, weight, { groups, padding: 1, layout });
      for (const groups of [1, 2]) {
        expect(programs([x[layout], [4, 6 / groups, 3, 3]], layer(groups) as never)).toEqual({
          forward: ["windows"],
          backward: ["windows", "weight"],
        });
      }
    });

    test.each(layouts)("for a depthwise one, %s", (layout) => {
      const layer = (x: tf.Tensor, weight: tf.Tensor) => depthwiseConv2d(x, weight, { padding: 1, layout });
      expect(programs([x[layout], [12, 1, 3, 3]], layer as never)).toEqual({
        forward: ["depthwise"],
        backward: ["depthwise", "depthwise"],
      });
    });

    test.each(layouts)("with bias and activation, in one pass: separable, %s", (layout) => {
      const layer = (x: tf.Tensor, depthwise: tf.Tensor, pointwise: tf.Tensor, bias: tf.Tensor) =>
        separableConv2d(x, depthwise, pointwise, {
          padding: 1,
          layout,
          bias,
          depthwiseBias: tf.ones([6]),
          activation: "relu6",
        });
      const inputs = [x[layout], [6, 1, 3, 3], [8, 6, 1, 1], [8]].map((shape) => tf.ones(shape));
      expect(dispatched(() => layer(...(inputs as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor])))).toEqual([
        "separable",
      ]);
    });
  });

  test("more workgroups than fit along an axis are spread over two", async () => {
    const images = 65_600;
    const x = tf.range(0, images).reshape([images, 1, 1, 1]).tile([1, 2, 1, 1]) as tf.Tensor4D;
    const expected = (_: unknown, i: number) => (i >> 1) * ((i & 1) + 1);
    const y = depthwiseConv2d(x, tf.tensor([1, 2], [2, 1, 1, 1]));
    const dx = tf.grad((x) => depthwiseConv2d(x, tf.tensor([1, 2], [2, 1, 1, 1])))(x, x);
    for (const result of [y, dx])
      expect([...(await result.data())]).toEqual(Array.from({ length: 2 * images }, expected));
  });

  test("workgroups find their part along three axes, and those too many do nothing", async () => {
    const one = problem({ inChannels: 5, outChannels: 10, groups: 5, height: 6 });
    const limits = { ...leastLimits, maxComputeWorkgroupsPerDimension: 2 };
    const [pass] = planForward(one, { limits, precision: "float32" });
    expect(pass).toMatchObject({ workgroups: 5, dispatch: [2, 2, 2] });
    const [x, weight] = [random([1, 5, 6, 6], 1), random([10, 1, 3, 3], 2)];
    const values = (await Promise.all([x, weight].map((tensor) => tensor.data()))) as [Float32Array, Float32Array];
    const info = launch(tf.backend() as WebGPUBackend, [pass!], { source: x, weight });
    const y = tf.engine().makeTensorFromTensorInfo(info);
    expect(await distance(y, loop(one, ...values, new Float32Array(10 * 16)).forward)).toBeLessThan(1e-5);
  });

  test("the same values come out of the same values, bit by bit, also where a sum is split", async () => {
    const [x, weight] = [random([2, 8, 30, 30], 1), random([8, 8, 3, 3], 2)];
    const gradient = tf.grad((weight: tf.Tensor) => conv2d(x, weight));
    const [first, second] = [gradient(weight), gradient(weight)];
    expect(dispatched(() => gradient(weight)).slice(-2)).toEqual(["weight", "sum"]);
    expect(await first.data()).toEqual(await second.data());
  });

  test("nothing stays behind: no tensor, no buffer", async () => {
    const backend = tf.backend() as WebGPUBackend;
    const [x, weight] = [random([1, 4, 20, 20], 1), random([6, 4, 3, 3], 2)];
    const gradients = tf.grads((x: tf.Tensor, weight: tf.Tensor) => conv2d(x, weight, { activation: "relu" }));
    const once = async () => {
      const [dx, dweight] = gradients([x, weight]);
      await Promise.all([dx!.data(), dweight!.data()]);
      tf.dispose([dx!, dweight!]);
    };
    for (let i = 0; i < 3; i++) await once();
    const before = {
      tensors: tf.memory().numTensors,
      data: backend.numDataIds(),
      bytes: backend.memory().numBytesInGPU,
    };
    for (let i = 0; i < 20; i++) await once();
    expect({
      tensors: tf.memory().numTensors,
      data: backend.numDataIds(),
      bytes: backend.memory().numBytesInGPU,
    }).toEqual(before);
  });

  test("a program serves all sizes: another size compiles nothing", async () => {
    const { pipelineCache } = tf.backend() as unknown as { pipelineCache: object };
    const run = (size: number) => conv2d(tf.ones([1, 40, size, size]), tf.ones([70, 40, 3, 3]), { padding: 1 }).data();
    await run(20);
    const before = Object.keys(pipelineCache).filter((key) => key.startsWith("windows"));
    await run(23);
    expect(Object.keys(pipelineCache).filter((key) => key.startsWith("windows"))).toEqual(before);
  });

  test("a GPU that is lost in the midst of our kernels is let go with one notice, and work goes on", async () => {
    const script = `
      import { conv2d, separableConv2d, tf, useDevice } from "sepconv";
      await useDevice("webgpu");
      const [x, weight] = [tf.ones([1, 8, 20, 20]), tf.ones([8, 8, 3, 3])];
      const gradients = tf.grads((x, weight) => conv2d(x, weight, { padding: 1, activation: "relu" }));
      const kept = gradients([x, weight]);
      const reading = kept[0].data().catch((error) => console.log(error.message));
      tf.backend().device.destroy();
      const [dx, dweight] = gradients([x, weight]);
      const y = separableConv2d(x, tf.ones([8, 1, 3, 3]), tf.ones([4, 8, 1, 1]));
      await reading;
      await new Promise((resolve) => setTimeout(resolve, 200));
      await dweight.data().catch((error) => console.log(error.message));
      console.log(tf.getBackend(), y.shape.join());
      console.log(gradients([tf.ones([1, 8, 4, 4]), tf.ones([8, 8, 3, 3])])[1].max().dataSync()[0]);
    `;
    const { stdout, stderr } = await promisify(execFile)(
      process.execPath,
      ["--conditions=source", "--input-type=module", "--eval", script],
      { cwd: new URL("../..", import.meta.url), env: { ...process.env, ...swiftshader }, timeout: 60_000 },
    );
    const gone = expect.stringMatching(/^webgpu: expected a tensor whose device is there, received .+ which was lost/);
    expect(stdout.trimEnd().split("\n")).toEqual([gone, gone, "wasm 1,4,18,18", "16"]);
    expect(stderr).toMatch(/^sepconv: the GPU .+ was lost \(.+\); computing goes on with wasm, .+\n$/);
  });
});
