import { hasAdapter, swiftshader } from "./adapter.ts";
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { WebGPUBackend } from "@tensorflow/tfjs-backend-webgpu";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { conv2d } from "../../src/conv/conv2d.ts";
import { depthwiseConv2d } from "../../src/conv/depthwise.ts";
import { inputShape, resultShape, weightShape, type Problem } from "../../src/conv/problem.ts";
import { separableConv2d } from "../../src/conv/separable.ts";
import { useDevice } from "../../src/device/use.ts";
import { launch } from "../../src/device/webgpu/kernels/launch.ts";
import { leastLimits } from "../../src/device/webgpu/kernels/pass.ts";
import { ways } from "../../src/device/webgpu/kernels/plans.ts";
import { planForward } from "../../src/device/webgpu/kernels/windows.ts";
import { tf } from "../../src/tf.ts";
import { dispatched, distance, distances, emulated, loop, problem, random } from "./wgsl.ts";

const layouts = ["NCHW", "NHWC"] as const;

describe.skipIf(!hasAdapter)("on webgpu", () => {
  beforeAll(() => useDevice("webgpu"));

  describe("every kernel agrees with a loop over all products:", () => {
    /* Each goes beyond a tile in some direction, or has sizes that no tile is made for. */
    const given: Record<string, Problem> = {
      "more filters and channels than a tile": problem({ inChannels: 20, outChannels: 70, height: 9, batch: 2 }),
      "a long sum and few results": problem({ inChannels: 200, outChannels: 5, height: 4, kernel: [2, 3] }),
      "groups of several channels": problem({ inChannels: 18, outChannels: 12, groups: 3, height: 11, stride: [2, 3] }),
      "a stride that skips pixels": problem({
        inChannels: 5,
        outChannels: 7,
        height: 13,
        kernel: [2, 2],
        stride: [4, 3],
      }),
      "a stride with a dilation": problem({
        inChannels: 6,
        outChannels: 8,
        groups: 2,
        height: 14,
        stride: [2, 2],
        dilation: [2, 3],
        padding: [
          [1, 3],
          [4, 0],
        ],
      }),
      "more channels than a workgroup takes": problem({
        inChannels: 67,
        outChannels: 67,
        groups: 67,
        height: 5,
        batch: 2,
      }),
      "a multiplier": problem({
        inChannels: 5,
        outChannels: 15,
        groups: 5,
        height: 37,
        width: 35,
        stride: [2, 1],
        padding: [
          [1, 1],
          [2, 0],
        ],
      }),
      "depthwise phases of unlike sizes": problem({
        inChannels: 3,
        outChannels: 6,
        groups: 3,
        height: 17,
        kernel: [4, 5],
        stride: [3, 2],
        dilation: [2, 1],
        padding: [
          [2, 2],
          [1, 3],
        ],
      }),
      "more taps than are written out": problem({
        inChannels: 2,
        outChannels: 2,
        groups: 2,
        height: 36,
        kernel: [33, 33],
      }),
      "windows beyond workgroup memory": problem({
        inChannels: 2,
        outChannels: 2,
        groups: 2,
        height: 150,
        kernel: [2, 2],
        dilation: [140, 140],
      }),
    };
    const all = Object.entries(given).flatMap(([name, one]) =>
      layouts.map((layout) => [`${name}, ${layout}`, { ...one, layout }] as const),
    );

    test.each(all)("%s", async (_, one) => {
      const found = await distances(one);
      expect(Object.keys(found).length).toBeGreaterThanOrEqual(3);
      for (const far of Object.values(found)) expect(far).toBeLessThan(1e-5);
    });

    test("whatever the sizes", async () => {
      const upTo = (least: number, most: number) => fc.integer({ min: least, max: most });
      const pair = (least: number, most: number) => fc.tuple(upTo(least, most), upTo(least, most));
      const drawn = fc
        .record({
          batch: upTo(1, 3),
          groups: upTo(1, 4),
          each: pair(1, 5),
          kernel: pair(1, 4),
          stride: pair(1, 3),
          dilation: pair(1, 3),
          padding: fc.tuple(pair(0, 3), pair(0, 3)),
          height: upTo(10, 15),
          width: upTo(10, 20),
          layout: fc.constantFrom(...layouts),
        })
        .map(({ groups, each, ...rest }) =>
          problem({ ...rest, groups, inChannels: groups * each[0], outChannels: groups * each[1] }),
        );
      const property = fc.asyncProperty(drawn, async (one) => {
        for (const far of Object.values(await distances(one))) expect(far).toBeLessThan(1e-5);
      });
      await fc.assert(property, { numRuns: 6 });
    });
  });

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

  describe("separable convolutions are the two passes", () => {
    const given = {
      "of few channels": { channels: 5, multiplier: 1, filters: 9, size: 9, options: {} },
      "with a multiplier that divides no block": {
        channels: 7,
        multiplier: 3,
        filters: 70,
        size: 8,
        options: { stride: 2 },
      },
      "dilated, with more padding on one side": {
        channels: 20,
        multiplier: 1,
        filters: 3,
        size: 13,
        options: { dilation: [2, 1], padding: [3, 1] },
      },
      "of more filters than one pass is for": { channels: 3, multiplier: 1, filters: 130, size: 5, options: {} },
      "of more channels than one pass is for": { channels: 130, multiplier: 1, filters: 3, size: 5, options: {} },
      "with windows beyond workgroup memory": {
        channels: 2,
        multiplier: 1,
        filters: 2,
        size: 81,
        options: { dilation: 40 },
      },
    } as const;
    const all = Object.entries(given).flatMap(([name, one]) => layouts.map((layout) => [name, layout, one] as const));

    test.each(all)("%s, %s", async (_, layout, { channels, multiplier, filters, size, options }) => {
      const between = channels * multiplier;
      const x = random(layout === "NCHW" ? [2, channels, size, size] : [2, size, size, channels], 1);
      const [depthwise, pointwise] = [random([between, 1, 3, 3], 2), random([filters, between, 1, 1], 3)];
      const [bias, depthwiseBias] = [random([filters], 4), random([between], 5)];
      const [first, second] = [
        { ...options, layout, bias: depthwiseBias, activation: "relu6" as const },
        { layout, bias, activation: "relu" as const },
      ];
      const fused = separableConv2d(x, depthwise, pointwise, {
        ...options,
        ...second,
        depthwiseBias,
        depthwiseActivation: "relu6",
      });
      const twice = conv2d(depthwiseConv2d(x, depthwise, first), pointwise, second);
      expect(fused.shape).toEqual(twice.shape);
      expect(await distance(fused, await twice.data())).toBeLessThan(1e-5);
    });
  });

  test("a sum that is split gets its bias and its activation once", async () => {
    const one = problem({ inChannels: 128, outChannels: 6, height: 3 });
    const [x, weight, bias] = [random([1, 128, 3, 3], 1), random([6, 128, 3, 3], 2), random([6], 3)];
    const values = (await Promise.all([x, weight].map((tensor) => tensor.data()))) as [Float32Array, Float32Array];
    const shifts = await bias.data();
    const { forward } = loop(one, ...values, new Float32Array(6));
    expect(dispatched(() => conv2d(x, weight, { bias, activation: "relu6" }))).toEqual(["windows", "sum"]);
    const expected = Array.from(forward, (value, i) => Math.min(6, Math.max(0, value + shifts[i]!)));
    expect(await distance(conv2d(x, weight, { bias, activation: "relu6" }), expected)).toBeLessThan(1e-5);
  });

  test("activations let NaN pass", async () => {
    const x = tf.tensor([Number.NaN, -1, 1, 7], [1, 1, 2, 2]);
    for (const groups of [1, 2]) {
      const pair = groups === 1 ? x : tf.concat([x, x], 1);
      const y = conv2d(pair, tf.ones([groups, 1, 1, 1]), { groups, activation: "relu6" });
      expect([...(await y.data())].slice(0, 4)).toEqual([Number.NaN, 0, 1, 6]);
    }
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

  test.each(layouts)("float16 is off by 2⁻⁹ of the products' absolute sum at most, %s", async (layout) => {
    const backend = tf.backend() as WebGPUBackend;
    const setting = { limits: backend.device.limits, precision: "float16" } as const;
    const rounded: boolean[] = [];
    for (const groups of [2, 10]) {
      const one = problem({ inChannels: 10, outChannels: 10, groups, height: 9, layout });
      const tensors = [inputShape, weightShape, resultShape].map((shape, i) => random(shape(one), i + 1));
      const [x, weight, dy] = tensors as [tf.Tensor, tf.Tensor, tf.Tensor];
      const values = (await Promise.all(tensors.map((tensor) => tensor.data()))) as [
        Float32Array,
        Float32Array,
        Float32Array,
      ];
      const absolute = values.map((all) => all.map(Math.abs)) as typeof values;
      const [expected, sums] = [loop(one, ...values), loop(one, ...absolute)];
      const given = {
        forward: { source: x, weight },
        inputGradient: { source: dy, weight },
        weightGradient: { dy, x },
      };
      for (const operation of ["forward", "inputGradient", "weightGradient"] as const) {
        const plans = ways[operation].map(({ plan }) => plan(one, setting)).filter((plan) => typeof plan !== "string");
        for (const plan of plans) {
          const result = launch(backend, emulated(plan), given[operation]);
          const actual = await tf.engine().makeTensorFromTensorInfo(result).data();
          const errors = expected[operation].map((value, i) => Math.abs(value - actual[i]!) / sums[operation][i]!);
          expect(Math.max(...errors)).toBeLessThan(2 ** -9);
          // It has been rounded, but for depthwise weights' gradients: float32 would be nearer.
          rounded.push(Math.max(...errors) > 2 ** -17);
        }
      }
    }
    expect(rounded).toEqual([true, true, true, true, true, true, true, false, true]);
  });

  test("float16 is as exact as its rounding, or is refused by a GPU without it", async () => {
    const { device } = tf.backend() as WebGPUBackend;
    const half = async () => {
      await useDevice("webgpu", { precision: "float16" });
      const one = problem({ inChannels: 40, outChannels: 70, height: 12 });
      const found = await Promise.all(layouts.map((layout) => distances({ ...one, layout })));
      return Math.max(...found.flatMap((distances) => Object.values(distances)));
    };
    const outcome: unknown = await half().catch((error: Error) => error.message);
    const refusal =
      /^useDevice: expected a GPU with shader-f16 for precision "float16", received .+, without it; use precision "float32"$/;
    const has = device.features.has("shader-f16");
    expect(outcome).toSatisfy((value) => (has ? (value as number) < 1e-3 : refusal.test(String(value))));
    await useDevice("webgpu");
    expect(await conv2d(tf.ones([1, 3, 3]), tf.ones([1, 1, 3, 3])).data()).toEqual(new Float32Array([9]));
  });

  test.each([
    [
      { precision: "float64" },
      /^useDevice: expected precision to be one of "float32", "float16", received "float64"; /,
    ],
    [{ precission: "float16" }, /^useDevice: expected options of "webgpu" among precision, received precission; /],
  ])("options that are not there are refused: %o", async (options, message) => {
    await expect(useDevice("webgpu", options as never)).rejects.toThrow(message);
  });
});

test.each(["cpu", "auto"])("%s knows no precision, and says so", async (name) => {
  await expect(useDevice(name, { precision: "float16" })).rejects.toThrow(
    `useDevice: expected no options with "${name}", received precision; leave precision out, or name a device that knows it`,
  );
});
