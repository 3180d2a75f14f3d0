import { hasAdapter } from "./adapter.ts";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { conv2d } from "../../src/conv/conv2d.ts";
import { depthwiseConv2d } from "../../src/conv/depthwise.ts";
import type { Problem } from "../../src/conv/problem.ts";
import { separableConv2d } from "../../src/conv/separable.ts";
import { useDevice } from "../../src/device/use.ts";
import { tf } from "../../src/tf.ts";
import { dispatched, distance, distances, loop, problem, random } from "./wgsl.ts";

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
});
