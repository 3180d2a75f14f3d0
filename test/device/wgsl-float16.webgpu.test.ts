import { hasAdapter } from "./adapter.ts";
import type { WebGPUBackend } from "@tensorflow/tfjs-backend-webgpu";
import { beforeAll, describe, expect, test } from "vitest";
import { conv2d } from "../../src/conv/conv2d.ts";
import { inputShape, resultShape, weightShape } from "../../src/conv/problem.ts";
import { useDevice } from "../../src/device/use.ts";
import { launch } from "../../src/device/webgpu/kernels/launch.ts";
import { ways } from "../../src/device/webgpu/kernels/plans.ts";
import { tf } from "../../src/tf.ts";
import { distances, emulated, loop, problem, random } from "./wgsl.ts";

const layouts = ["NCHW", "NHWC"] as const;

describe.skipIf(!hasAdapter)("on webgpu", () => {
  beforeAll(() => useDevice("webgpu"));

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
