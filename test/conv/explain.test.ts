import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import * as explain from "../../src/conv/explain/index.ts";
import { conv2d } from "../../src/conv/conv2d.ts";
import { depthwiseConv2d } from "../../src/conv/depthwise.ts";
import type { Problem } from "../../src/conv/problem.ts";
import { kernelsFor } from "../../src/conv/kernels.ts";
import { pointwiseConv2d } from "../../src/conv/pointwise.ts";
import { separableConv2d } from "../../src/conv/separable.ts";
import { useDevice } from "../../src/device/use.ts";
import { jupyterDisplay } from "../../src/display.ts";
import { tf } from "../../src/tf.ts";
import { devices } from "../device/devices.ts";
import { refused } from "./agreement.ts";
import { launches, ofEach, useWatched, watched } from "./watched.ts";

const ones = <Shapes extends number[][]>(...shapes: Shapes) =>
  shapes.map((shape) => tf.ones(shape)) as { [I in keyof Shapes]: tf.Tensor };

describe("explain.conv2d", () => {
  test("names the reference path on a device without kernels", async () => {
    await useDevice("cpu");
    const steps = explain.conv2d(...ones([3, 8, 8], [4, 3, 3, 3]));
    const said = steps.map(({ operation, device, kernel, passedOver }) => [
      operation,
      device,
      kernel,
      passedOver.length,
    ]);
    expect(said).toEqual([
      ["forward", "cpu", "reference", 0],
      ["inputGradient", "cpu", "reference", 0],
      ["weightGradient", "cpu", "reference", 0],
    ]);
  });

  test("says why kernels were passed over, and shows it as a table", async () => {
    const why = "it is for stride 1 & kernels < 3";
    const first = watched("forward", "narrow", ({ stride }) => (stride[0] > 1 ? why : undefined));
    await useWatched({
      forward: [first, watched("forward", "general")],
      weightGradient: [watched("weightGradient", "w")],
    });
    const steps = explain.conv2d(...ones([3, 8, 8], [4, 3, 3, 3]), { stride: 2 });
    expect(steps[0]).toEqual({
      pass: "convolution",
      operation: "forward",
      device: "watched",
      kernel: "general",
      about: "general, watched",
      passedOver: [{ kernel: "narrow", why }],
    });
    expect(steps.map(({ kernel }) => kernel)).toEqual(["general", "reference", "w"]);
    const lines = String(steps).split("\n");
    expect(lines.map((line) => line.split(/ {2,}/))).toEqual([
      ["pass", "operation", "device", "kernel", "taken", "why, or what it is"],
      ["convolution", "forward", "watched", "narrow", "no", why],
      ["", "general", "yes", "general, watched"],
      ["convolution", "input gradient", "watched", "reference", "yes", steps[1]!.about],
      ["convolution", "weight gradient", "watched", "w", "yes", "w, watched"],
    ]);
    const { "text/html": html, "text/plain": plain } = steps[jupyterDisplay]();
    expect(plain).toBe(String(steps));
    expect(html).toContain("it is for stride 1 &amp; kernels &lt; 3");
  });

  test("computes nothing", async () => {
    await useWatched(ofEach("watched"));
    const [x, weight] = ones([2, 3, 8, 8], [4, 3, 3, 3]);
    const before = tf.memory();
    explain.conv2d(x, weight, { padding: 2, paddingMode: "circular", bias: undefined });
    explain.separableConv2d(x, ...ones([3, 1, 3, 3], [4, 3, 1, 1]));
    expect(launches).toEqual([]);
    expect(tf.memory().numTensors).toBe(before.numTensors + 2);
  });
});

describe("explain.conv2d refuses, as conv2d does,", () => {
  beforeAll(() => useDevice("cpu"));

  test.each(refused)("$name", ({ x, weight, options, dtype }) => {
    const bias = options.bias && tf.ones(options.bias);
    const asNumbers = JSON.parse(JSON.stringify(options), (_, v: unknown) => (v === "NaN" ? Number.NaN : v)) as object;
    const message = (run: () => unknown) => {
      try {
        run();
      } catch (error) {
        return (error as Error).message;
      }
      return "nothing thrown";
    };
    const given = [tf.ones(x, dtype as "float32"), tf.ones(weight), { ...asNumbers, bias }] as const;
    const refusal = message(() => conv2d(...given));
    expect(message(() => explain.conv2d(...given))).toBe(`explain.${refusal}`);
  });

  test.each([
    ["depthwiseConv2d", () => explain.depthwiseConv2d(...ones([3, 8, 8], [4, 1, 3, 3]))],
    ["depthwiseConv2d", () => explain.depthwiseConv2d(...ones([3, 8, 8], [3, 1, 3, 3]), { groups: 3 } as never)],
    ["pointwiseConv2d", () => explain.pointwiseConv2d(...ones([3, 8, 8], [4, 3, 3, 3]))],
    ["separableConv2d", () => explain.separableConv2d(...ones([3, 8, 8], [3, 1, 3, 3], [4, 4, 1, 1]))],
  ])("what %s refuses", (name, attempt) => {
    expect(attempt).toThrow(`explain.${name}: expected`);
  });
});

/** Convolutions of each kind, with every gradient, and what explain says of each. */
const kinds: Record<
  string,
  { shapes: number[][]; run: (...row: tf.Tensor[]) => tf.Tensor; said: (...row: tf.Tensor[]) => explain.Explanation }
> = {
  standard: {
    shapes: [
      [1, 8, 12, 12],
      [16, 8, 3, 3],
    ],
    run: (x, weight) => conv2d(x!, weight!, { padding: 1, activation: "relu" }),
    said: (x, weight) => explain.conv2d(x!, weight!, { padding: 1, activation: "relu" }),
  },
  "grouped, channels last": {
    shapes: [
      [2, 9, 9, 16],
      [32, 2, 3, 3],
    ],
    run: (x, weight) => conv2d(x!, weight!, { stride: 2, groups: 8, layout: "NHWC" }),
    said: (x, weight) => explain.conv2d(x!, weight!, { stride: 2, groups: 8, layout: "NHWC" }),
  },
  "dilated and reflected": {
    shapes: [
      [3, 10, 9],
      [5, 3, 3, 2],
    ],
    run: (x, weight) => conv2d(x!, weight!, { dilation: 2, padding: 3, paddingMode: "reflect" }),
    said: (x, weight) => explain.conv2d(x!, weight!, { dilation: 2, padding: 3, paddingMode: "reflect" }),
  },
  "of an empty batch": {
    shapes: [
      [0, 4, 8, 8],
      [4, 4, 3, 3],
    ],
    run: (x, weight) => conv2d(x!, weight!),
    said: (x, weight) => explain.conv2d(x!, weight!),
  },
  depthwise: {
    shapes: [
      [1, 16, 14, 14],
      [16, 1, 3, 3],
    ],
    run: (x, weight) => depthwiseConv2d(x!, weight!, { padding: 1, stride: 2 }),
    said: (x, weight) => explain.depthwiseConv2d(x!, weight!, { padding: 1, stride: 2 }),
  },
  "depthwise with a multiplier": {
    shapes: [
      [14, 14, 3],
      [6, 1, 5, 5],
    ],
    run: (x, weight) => depthwiseConv2d(x!, weight!, { padding: 2, layout: "NHWC" }),
    said: (x, weight) => explain.depthwiseConv2d(x!, weight!, { padding: 2, layout: "NHWC" }),
  },
  pointwise: {
    shapes: [
      [2, 16, 7, 7],
      [24, 16, 1, 1],
    ],
    run: (x, weight) => pointwiseConv2d(x!, weight!, { activation: "relu6" }),
    said: (x, weight) => explain.pointwiseConv2d(x!, weight!, { activation: "relu6" }),
  },
  separable: {
    shapes: [
      [1, 16, 14, 14],
      [16, 1, 3, 3],
      [32, 16, 1, 1],
    ],
    run: (x, depthwise, pointwise) => separableConv2d(x!, depthwise!, pointwise!, { padding: 1 }),
    said: (x, depthwise, pointwise) => explain.separableConv2d(x!, depthwise!, pointwise!, { padding: 1 }),
  },
  "separable, dilated, channels last": {
    shapes: [
      [2, 11, 13, 5],
      [10, 1, 3, 3],
      [7, 10, 1, 1],
    ],
    run: (x, depthwise, pointwise) => separableConv2d(x!, depthwise!, pointwise!, { dilation: 2, layout: "NHWC" }),
    said: (x, depthwise, pointwise) =>
      explain.separableConv2d(x!, depthwise!, pointwise!, { dilation: 2, layout: "NHWC" }),
  },
};

const named = devices.map((device) => ({ device, start: () => useDevice(device) as Promise<unknown> }));
const fused = { ...ofEach("watched"), separable: [watched("separable", "fused")] };

describe.each([...named, { device: "a device that fuses", start: () => useWatched(fused) }])(
  "what is explained is what runs on $device:",
  ({ start }) => {
    const ran: string[] = [];
    beforeAll(start);
    beforeEach(() => {
      ran.length = 0;
      for (const operation of ["forward", "inputGradient", "weightGradient", "separable"] as const) {
        for (const kernel of kernelsFor(operation)) {
          const run = kernel.run as (...given: unknown[]) => unknown;
          vi.spyOn(kernel, "run").mockImplementation(((...given: unknown[]) => {
            ran.push(title({ operation, kernel: kernel.name, depthwise: isDepthwise(given.at(-1) as Problem) }));
            return run(...given);
          }) as never);
        }
      }
    });
    afterEach(() => vi.restoreAllMocks());

    test.each(Object.keys(kinds))("%s", (name) => {
      const { shapes, run, said } = kinds[name]!;
      const row = shapes.map((shape) => tf.ones(shape));
      const steps = said(...row);
      expect(ran).toEqual([]);
      tf.dispose(tf.grads(run)(row));
      const groups = name.startsWith("depthwise");
      const expected = steps.map(({ pass, operation, kernel }) =>
        title({
          operation: pass === "both" ? "separable" : operation,
          kernel,
          depthwise: pass === "both" || pass === "depthwise" || groups,
        }),
      );
      expect(ran.toSorted()).toEqual(expected.toSorted());
      tf.dispose(row);
    });
  },
);

const isDepthwise = ({ groups, inChannels }: Problem) => groups === inChannels;
const title = (one: { operation: string; kernel: string; depthwise: boolean }) =>
  `${one.depthwise ? "depthwise " : ""}${one.operation} by ${one.kernel}`;
