import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { type Activation, deactivate } from "../../src/conv/activation.ts";
import { naive } from "../../src/conv/naive.ts";
import { useDevice } from "../../src/device/use.ts";
import { tf } from "../../src/tf.ts";
import { devices } from "../device/devices.ts";
import { AGREEMENT, cases, compare, compareTwice, functions, twice } from "./finish.ts";
import { useWatched, watched } from "./watched.ts";

/** Devices, and one whose separable convolutions are single kernels, on which their gradients do without what lies between. */
const named = devices.map((device) => ({ device, start: () => useDevice(device) as Promise<unknown> }));
const fused = {
  device: "a device that fuses",
  start: () => useWatched({ separable: [watched("separable", "fused")] }),
};

describe.each([...named, fused])("on $device", ({ device, start }) => {
  beforeAll(start);

  describe("bias and activation agree with PyTorch, forward and backward:", () => {
    test.each(cases)("$name", async (wanted) => {
      expect(await compare(wanted)).toEqual(AGREEMENT);
    });
  });

  describe("gradients of gradients agree with PyTorch:", () => {
    test.each(twice)("$name", async (wanted) => {
      expect(await compareTwice(wanted)).toEqual(AGREEMENT);
    });
  });

  test("gradients are the difference quotients of the naive loop", async () => {
    const property = fc.asyncProperty(drawn, async (configuration) => {
      expect(await distanceFromQuotients(configuration)).toBeLessThan(1e-4);
    });
    await fc.assert(property, { numRuns: device === "webgpu" ? 3 : 40 });
  });

  test.each([
    ["relu", [0, 0, 1, Infinity, -Infinity, 3]],
    ["relu6", [0, 0, 1, 0, -Infinity, 3]],
  ] as const)(
    "what is infinite does not come back through a %s that is closed, and what met no number does",
    async (activation, passed) => {
      const [y, dy] = [
        [0, 0, 2, 6, 5, NaN],
        [Infinity, -Infinity, 1, Infinity, -Infinity, 3],
      ].map((values) => tf.tensor4d(values, [1, 1, 1, 6]));
      expect(Array.from(await deactivate(dy!, y, activation).data())).toEqual(passed);
    },
  );

  describe("an empty batch has no result, and gives weights and biases the gradient 0:", () => {
    const shapes = {
      conv2d: { x: [0, 4, 5, 5], weight: [6, 4, 3, 3], bias: [6] },
      depthwiseConv2d: { x: [0, 3, 5, 5], weight: [6, 1, 3, 3], bias: [6] },
      pointwiseConv2d: { x: [0, 3, 5, 5], weight: [6, 3, 1, 1], bias: [6] },
      separableConv2d: {
        x: [0, 3, 5, 5],
        depthwise: [3, 1, 3, 3],
        pointwise: [6, 3, 1, 1],
        depthwiseBias: [3],
        bias: [6],
      },
    };
    test.each(Object.entries(shapes))("%s", async (name, shapes) => {
      const names = Object.keys(shapes);
      const run = (...row: tf.Tensor[]) =>
        functions[name as keyof typeof functions](Object.fromEntries(row.map((t, i) => [names[i], t])), {
          activation: "relu6",
        });
      const inputs = Object.values(shapes).map((shape) => tf.ones(shape));
      const y = run(...inputs);
      const side = name === "pointwiseConv2d" ? 5 : 3;
      expect(y.shape).toEqual([0, 6, side, side]);
      const gradients = tf.grads(run)(inputs, tf.ones(y.shape));
      expect(gradients.map(({ shape }) => shape)).toEqual(Object.values(shapes));
      const values = await Promise.all(gradients.map((gradient) => gradient.data()));
      expect(values.flatMap((data) => [...data]).filter((value) => value !== 0)).toEqual([]);
    });
  });
});

interface Configuration {
  channels: number;
  multiplier: number;
  filters: number;
  size: [number, number];
  kernel: [number, number];
  stride: number;
  dilation: number;
  padding: number;
  middle: Activation | undefined;
  activation: Activation | undefined;
  seed: number;
}

const activations = fc.constantFrom<(Activation | undefined)[]>(undefined, "relu", "relu6");

const drawn: fc.Arbitrary<Configuration> = fc.record({
  channels: fc.integer({ min: 1, max: 5 }),
  multiplier: fc.integer({ min: 1, max: 3 }),
  filters: fc.integer({ min: 1, max: 6 }),
  size: fc.tuple(fc.integer({ min: 5, max: 8 }), fc.integer({ min: 5, max: 8 })),
  kernel: fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 })),
  stride: fc.integer({ min: 1, max: 3 }),
  dilation: fc.integer({ min: 1, max: 2 }),
  padding: fc.integer({ min: 0, max: 2 }),
  middle: activations,
  activation: activations,
  seed: fc.integer({ min: 1, max: 1e6 }),
});

/** How far the gradients of a separable convolution are from (f(a + h·v) − f(a − h·v)) / 2h in float64, as a share of their terms. */
async function distanceFromQuotients(configuration: Configuration): Promise<number> {
  const { channels, multiplier, filters, size, kernel, seed, middle, activation, ...motion } = configuration;
  const between = channels * multiplier;
  const shapes = [[2, channels, ...size], [between, 1, ...kernel], [filters, between, 1, 1], [between], [filters]];
  const draw = (shape: number[], i: number) => tf.randomNormal(shape, 0, 2, "float32", seed + i);
  const read = (tensors: tf.Tensor[]) =>
    Promise.all(tensors.map(async (tensor) => Float64Array.from(await tensor.data())));
  const inputs = shapes.map(draw);
  const directions = await read(shapes.map((shape, i) => draw(shape, i + 10)));
  const run = (...[x, depthwise, pointwise, depthwiseBias, bias]: tf.Tensor[]) =>
    functions.separableConv2d(
      { x: x!, depthwise: depthwise!, pointwise: pointwise!, depthwiseBias: depthwiseBias!, bias: bias! },
      { ...motion, depthwiseActivation: middle, activation },
    );
  const dy = draw(run(...inputs).shape, 20);
  const gradients = await read(tf.grads(run)(inputs, dy));
  const values = await read(inputs);
  const [weights] = await read([dy]);
  const passes = ([x, depthwise, pointwise, depthwiseBias, bias]: Float64Array[]) => {
    const at = (i: number, data: Float64Array) => ({ data, shape: shapes[i]! });
    const first = naive.conv2d(at(0, x!), at(1, depthwise!), { ...motion, groups: channels, bias: depthwiseBias! });
    const maps = { data: first.output.map(through(middle)), shape: first.shape };
    return { first: first.output, second: naive.conv2d(maps, at(2, pointwise!), { bias: bias! }).output };
  };
  const { first, second } = passes(values);
  fc.pre(isClear(first, middle) && isClear(second, activation));
  const value = (values: Float64Array[]) =>
    passes(values).second.reduce((sum, y, i) => sum + through(activation)(y) * weights![i]!, 0);
  const h = 1e-6;
  const distances = values.map((_, at) => {
    const moved = (step: number) =>
      values.map((data, i) => (i === at ? data.map((value, j) => value + step * directions[i]![j]!) : data));
    const quotient = (value(moved(h)) - value(moved(-h))) / (2 * h);
    const terms = gradients[at]!.map((gradient, j) => gradient * directions[at]![j]!);
    const scale = terms.reduce((sum, term) => sum + Math.abs(term), 1e-3);
    return Math.abs(terms.reduce((sum, term) => sum + term, 0) - quotient) / scale;
  });
  tf.dispose([...inputs, dy]);
  return Math.max(...distances);
}

const through = (activation: Activation | undefined) => (value: number) =>
  activation === undefined ? value : Math.min(Math.max(0, value), activation === "relu6" ? 6 : Infinity);

/** Whether a small step leads over no bend of the activation, where there is no gradient. */
const isClear = (values: Float64Array, activation: Activation | undefined) =>
  activation === undefined || values.every((value) => Math.min(Math.abs(value), Math.abs(value - 6)) > 1e-4);

describe("refuses", () => {
  beforeAll(() => useDevice("cpu"));
  const shapes = { x: [3, 6, 6], depthwise: [6, 1, 3, 3], pointwise: [4, 6, 1, 1] };
  const attempt = (options: object) => () =>
    functions.separableConv2d(
      { x: tf.ones(shapes.x), depthwise: tf.ones(shapes.depthwise), pointwise: tf.ones(shapes.pointwise) },
      options,
    );

  test.each([
    ["an activation", { activation: "ReLU" }, 'activation to be one of "relu", "relu6", received "ReLU"; write "relu"'],
    [
      "one between",
      { depthwiseActivation: "gelu" },
      'depthwiseActivation to be one of "relu", "relu6", received "gelu"',
    ],
    ["a bias of the pass before", { bias: [6] }, "bias to be [C_out] = [4], received a tensor [6]"],
    ["a bias of the pass behind", { depthwiseBias: [4] }, "depthwiseBias to be [C_in·m] = [6], received a tensor [4]"],
    ["a bias of rank 2", { depthwiseBias: [6, 1] }, "depthwiseBias to have 1 sizes"],
  ])("%s that separableConv2d does not have", (_, given, message) => {
    const options = Object.entries(given).map(([k, v]) => [k, Array.isArray(v) ? tf.ones(v) : v]);
    expect(attempt(Object.fromEntries(options))).toThrow(`separableConv2d: expected ${message}`);
  });

  test("an activation that conv2d does not have", () => {
    const run = () =>
      functions.conv2d({ x: tf.ones(shapes.x), weight: tf.ones([4, 3, 3, 3]) }, { activation: "tanh" as never });
    expect(run).toThrow('conv2d: expected activation to be one of "relu", "relu6", received "tanh"');
  });
});
