import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { conv2d as run } from "../../src/conv/conv2d.ts";
import { naive } from "../../src/conv/naive.ts";
import { conv2d } from "../../src/count/conv2d.ts";
import { useDevice } from "../../src/device/use.ts";
import { tf } from "../../src/tf.ts";

beforeAll(() => useDevice("cpu"));

describe("counts what is published:", () => {
  const article = { kernelSize: 3, padding: 1, bias: false } as const;
  test.each([
    ["standard", { ...article, inChannels: 3, outChannels: 4 }, [3, 64, 64], 108],
    ["depthwise", { ...article, inChannels: 3, outChannels: 3, groups: 3 }, [3, 64, 64], 27],
    ["pointwise", { ...article, inChannels: 3, outChannels: 4, kernelSize: 1, padding: 0 }, [3, 64, 64], 12],
    ["grouped", { ...article, inChannels: 4, outChannels: 6, groups: 2 }, [4, 64, 64], 108],
  ] as const)("the article's %s convolution", (_, layer, shape, parameters) => {
    expect(conv2d(layer, shape).parameters).toBe(parameters);
  });

  test("the article's 5×5 map: 81 multiplications at once, 45 and 27 in two passes", () => {
    const cost = (kernelSize: [number, number], shape: number[]) =>
      conv2d({ inChannels: 1, outChannels: 1, kernelSize, bias: false }, shape);
    expect(cost([3, 3], [1, 5, 5]).multiplications).toBe(81);
    const first = cost([3, 1], [1, 5, 5]);
    expect([first.multiplications, cost([1, 3], first.outputShape).multiplications]).toEqual([45, 27]);
  });

  test("torchinfo's grouped layer in a batch of 7", () => {
    const layer = { inChannels: 16, outChannels: 32, kernelSize: 3, groups: 4 };
    const { parameters, macs, flops } = conv2d(layer, [7, 16, 28, 28]);
    const biases = 7 * 32 * 26 * 26;
    expect({ parameters, withBias: macs + biases }).toEqual({ parameters: 1184, withBias: 5_602_688 });
    expect(flops).toBe(2 * macs + biases);
  });

  test("Table 3 of the MobileNet paper", () => {
    const at = { inChannels: 512, outChannels: 512, bias: false };
    const standard = conv2d({ ...at, kernelSize: 3, padding: 1 }, [512, 14, 14]);
    const depthwise = conv2d({ ...at, kernelSize: 3, padding: 1, groups: 512 }, [512, 14, 14]);
    const pointwise = conv2d({ ...at, kernelSize: 1 }, [512, 14, 14]);
    expect([standard.macs, standard.parameters]).toEqual([462_422_016, 2_359_296]);
    expect(depthwise.macs + pointwise.macs).toBe(52_283_392);
    expect(depthwise.parameters + pointwise.parameters).toBe(266_752);
  });
});

const sizes = fc.integer({ min: 1, max: 3 });
const pair = (max: number, min = 1) => fc.tuple(fc.integer({ min, max }), fc.integer({ min, max }));
const layers = fc
  .record({
    groups: sizes,
    perGroup: fc.tuple(sizes, sizes),
    kernelSize: pair(4),
    stride: pair(3),
    dilation: pair(3),
    padding: fc.oneof(pair(4, 0), fc.constantFrom("same" as const, "valid" as const)),
    bias: fc.boolean(),
    batch: fc.constantFrom([], [1], [2]),
    extra: pair(5, 0),
  })
  .map(({ groups, perGroup, batch, extra, ...rest }) => {
    const inChannels = groups * perGroup[0];
    const reach = [0, 1].map((axis) => rest.dilation[axis]! * (rest.kernelSize[axis]! - 1) + 1 + extra[axis]!);
    const stride = rest.padding === "same" ? 1 : rest.stride;
    return {
      layer: { ...rest, stride, groups, inChannels, outChannels: groups * perGroup[1] },
      shape: [...batch, inChannels, ...reach],
    };
  });

describe("for any layer", () => {
  test("the output's shape is the one that conv2d gives, and the parameters are those that it takes", () => {
    fc.assert(
      fc.property(layers, ({ layer, shape }) => {
        const { inChannels, outChannels, kernelSize, bias, ...options } = layer;
        const { outputShape, parameters } = conv2d(layer, shape);
        tf.tidy(() => {
          const weight = tf.zeros([outChannels, inChannels / layer.groups, ...kernelSize]);
          const y = run(tf.zeros<tf.Rank.R4>(shape as [number, number, number, number]), weight, {
            ...options,
            bias: bias ? tf.zeros([outChannels]) : undefined,
          });
          expect(outputShape).toEqual(y.shape);
          expect(parameters).toBe(weight.size + (bias ? outChannels : 0));
        });
      }),
    );
  });

  test.each([false, true])(
    "multiplications and additions are those that the naive loop did, skipPadding %s",
    (skipPadding) => {
      fc.assert(
        fc.property(layers, ({ layer, shape }) => {
          const { inChannels, outChannels, kernelSize, bias, ...options } = layer;
          const zeros = (...sizes: number[]) => ({
            data: new Float64Array(sizes.reduce((a, b) => a * b)),
            shape: sizes,
          });
          const loop = naive.conv2d(zeros(...shape), zeros(outChannels, inChannels / layer.groups, ...kernelSize), {
            ...options,
            skipPadding,
            bias: bias ? new Float64Array(outChannels) : undefined,
          });
          const { multiplications, additions, macs } = conv2d({ ...layer, skipPadding }, shape);
          expect({ multiplications, additions }).toEqual({
            multiplications: loop.multiplications,
            additions: loop.additions,
          });
          expect(multiplications).toBeLessThanOrEqual(macs);
        }),
      );
    },
  );

  test("padding that is filled with pixels has no taps to skip", () => {
    fc.assert(
      fc.property(
        layers,
        fc.constantFrom("replicate" as const, "circular" as const),
        ({ layer, shape }, paddingMode) => {
          fc.pre(paddingMode === "replicate" || Math.min(...shape.slice(-2)) > 4);
          const { multiplications, macs } = conv2d({ ...layer, paddingMode, skipPadding: true }, shape);
          expect(multiplications).toBe(macs);
        },
      ),
    );
  });

  test("maps of any size cost the same to count", () => {
    const layer = { inChannels: 1, outChannels: 1, kernelSize: 3, padding: 1, bias: false };
    expect(conv2d(layer, [1, 1e7, 1e9]).macs).toBe(9e16);
  });

  test("a batch costs as often as it has samples", () => {
    fc.assert(
      fc.property(layers, sizes, ({ layer, shape }, batch) => {
        const sample = shape.slice(-3);
        expect(conv2d(layer, [batch, ...sample]).macs).toBe(batch * conv2d(layer, sample).macs);
      }),
    );
  });
});

describe("refuses", () => {
  const layer = { inChannels: 4, outChannels: 6, kernelSize: 3 };
  test.each<[string, object, number[], string]>([
    ["other channels", {}, [3, 8, 8], "expected inputShape [4, H, W] or [N, 4, H, W], received [3, 8, 8]"],
    ["a shape without channels", {}, [8, 8], "expected inputShape [4, H, W]"],
    ["an empty batch", {}, [0, 4, 8, 8], "each size of inputShape to be an integer of 1 or more, received 0"],
    ["groups that do not divide", { groups: 4 }, [4, 8, 8], "groups to divide inChannels = 4 and outChannels = 6"],
    [
      "a kernel larger than the input",
      {},
      [4, 2, 8],
      "the kernel to fit into the padded input [2, 8], received a kernel that reaches over [3, 3]",
    ],
    ["stride 0", { stride: 0 }, [4, 8, 8], "stride to be one or two integers of 1 or more, received 0"],
    [
      "half a stride",
      { stride: [1, 0.5] },
      [4, 8, 8],
      "stride to be one or two integers of 1 or more, received [1, 0.5]",
    ],
    [
      "NaN as padding",
      { padding: Number.NaN },
      [4, 8, 8],
      "padding to be one or two integers of 0 or more, received NaN",
    ],
    [
      "same padding at stride 2",
      { padding: "same", stride: 2 },
      [4, 8, 8],
      `stride 1 with padding "same", received stride [2, 2]`,
    ],
    [
      "no kernel",
      { kernelSize: undefined },
      [4, 8, 8],
      "kernelSize to be one or two integers of 1 or more, received undefined",
    ],
    ["a kernel of three sizes", { kernelSize: [3, 3, 3] }, [4, 8, 8], "received [3, 3, 3]"],
    ["TensorFlow's name of an option", { strides: 2 }, [4, 8, 8], "did you mean stride?"],
    ["an unknown padding mode", { paddingMode: "symmetric" }, [4, 8, 8], "paddingMode to be one of"],
    ["a mirror smaller than the padding", { padding: 8, paddingMode: "reflect" }, [4, 8, 8], "padding of at most 7"],
    ["half a channel", { inChannels: 1.5 }, [4, 8, 8], "inChannels to be an integer of 1 or more, received 1.5"],
    ["no shape", {}, undefined as never, "expected inputShape [4, H, W] or [N, 4, H, W], received undefined"],
  ])("%s", (_, options, shape, message) => {
    expect(() => conv2d({ ...layer, ...options }, shape)).toThrow(message);
    expect(() => conv2d({ ...layer, ...options }, shape)).toThrow(/^count.conv2d: expected .+, received .+; .+/);
  });

  test("nothing at all", () => {
    expect(() => conv2d(undefined as never, [3, 8, 8])).toThrow("expected options to be an object, received undefined");
  });
});
