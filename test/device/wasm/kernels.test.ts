import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { watch } from "../../../bench/convolution/checks/watch.ts";
import { conv2d } from "../../../src/conv/conv2d.ts";
import { inputGradient } from "../../../src/conv/convolution.ts";
import { registerKernels } from "../../../src/conv/kernels.ts";
import { problemOf, resultShape } from "../../../src/conv/problem.ts";
import { separableConv2d } from "../../../src/conv/separable.ts";
import type { DeviceOptions } from "../../../src/device/device.ts";
import { useDevice } from "../../../src/device/use.ts";
import { kernelsOf } from "../../../src/device/wasm/kernels.ts";
import { widest } from "../../../src/device/wasm/module.ts";
import { engine, startKernels } from "../../../src/device/wasm/start.ts";
import { compile } from "../../../src/device/wasm/module.ts";
import { tf } from "../../../src/tf.ts";
import { AGREEMENT, cases, compare } from "../../conv/agreement.ts";

/** Sums, so that the count of launches since a moment is the difference. */
const launches = () => Object.fromEntries(engine().pool.launches);

const random = (shape: readonly number[], seed: number) => tf.randomNormal([...shape], 0, 1, "float32", seed);

describe.each<DeviceOptions>([
  { threads: 1, vectors: 128 },
  { threads: 3, vectors: widest() },
])("with %j", (options) => {
  beforeAll(() => useDevice("wasm", options));

  test.each(cases)("conv2d agrees with PyTorch: $name", async (wanted) => {
    expect(await compare(wanted)).toEqual(AGREEMENT);
  });
});

describe("without fused multiplication", () => {
  beforeAll(async () => {
    await useDevice("wasm");
    await startKernels(compile({ vectors: 128, shared: true, fused: false }), 1);
    return async () => void (await useDevice("wasm"));
  });

  test.each(cases)("conv2d agrees with PyTorch: $name", async (wanted) => {
    expect(await compare(wanted)).toEqual(AGREEMENT);
  });
});

const pair = (min: number, max: number) => fc.tuple(fc.integer({ min, max }), fc.integer({ min, max }));

/** Sizes and options that fit each other, large enough for several blocks, tiles and tasks. */
const convolutions = fc
  .record({
    batch: fc.integer({ min: 1, max: 3 }),
    groups: fc.constantFrom(1, 1, 2, 3, 8, 19),
    inPerGroup: fc.constantFrom(1, 1, 2, 5, 33),
    outPerGroup: fc.constantFrom(1, 2, 3, 7, 16),
    kernel: pair(1, 4),
    stride: pair(1, 3),
    dilation: pair(1, 3),
    padding: pair(0, 3),
    beyond: pair(0, 24),
    layout: fc.constantFrom("NCHW", "NHWC"),
    activation: fc.constantFrom(undefined, "relu", "relu6"),
  })
  .map(({ batch, groups, inPerGroup, outPerGroup, kernel, beyond, ...options }) => {
    const size = (axis: 0 | 1) =>
      Math.max(1, options.dilation[axis] * (kernel[axis] - 1) + 1 + beyond[axis] - 2 * options.padding[axis]);
    const channels = groups * inPerGroup;
    const maps = [size(0), size(1)];
    return {
      x: options.layout === "NCHW" ? [batch, channels, ...maps] : [batch, ...maps, channels],
      weight: [groups * outPerGroup, inPerGroup, ...kernel],
      options: { ...options, groups } as const,
    };
  });

type Drawn = typeof convolutions extends fc.Arbitrary<infer T> ? T : never;

/**
 * The result and the gradients of a convolution, by what is in the table of kernels.
 *
 * @param seen  the result as others computed it. Near a bound of the activation rounding decides whether a gradient passes: there
 *              none is let through
 */
function computed({ x, weight, options }: Drawn, seen?: Float32Array): Array<{ shape: number[]; data: Float32Array }> {
  return tf.tidy(() => {
    const inputs = [random(x, 1), random(weight, 2), random([weight[0]!], 3)];
    const run = (...[x, weight, bias]: tf.Tensor[]) => conv2d(x!, weight!, { ...options, bias });
    const y = run(...inputs);
    const result = seen === undefined ? y : tf.tensor(seen, y.shape);
    const margin = tf.minimum(tf.abs(result), tf.abs(tf.sub(result, 6)));
    const upstream = random(y.shape, 4);
    const gradients = tf.grads(run)(
      inputs,
      options.activation === undefined ? upstream : tf.mul(upstream, tf.cast(tf.greater(margin, 1e-3), "float32")),
    );
    return [y, ...gradients].map((t) => ({ shape: t.shape, data: t.dataSync() as Float32Array }));
  });
}

/** How far two results are from each other, as a share of the largest value. */
function apart(one: ReturnType<typeof computed>, other: ReturnType<typeof computed>): number {
  const distances = one.map(({ shape, data }, i) => {
    expect(shape).toEqual(other[i]!.shape);
    const largest = data.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-6);
    return data.reduce((most, value, k) => Math.max(most, Math.abs(value - other[i]!.data[k]!)), 0) / largest;
  });
  return Math.max(...distances);
}

describe("drawn convolutions", () => {
  test("are what the reference path gives, forward and backward", async () => {
    await useDevice("wasm");
    const kernels = kernelsOf(engine());
    const property = fc.property(convolutions, (drawn) => {
      registerKernels("wasm", kernels);
      const ours = computed(drawn);
      registerKernels("wasm", {});
      expect(apart(ours, computed(drawn, ours[0]!.data))).toBeLessThan(1e-4);
    });
    try {
      fc.assert(property, { numRuns: 150 });
    } finally {
      registerKernels("wasm", kernels);
    }
  });

  test("are the same numbers for any count of threads", async () => {
    const drawn = fc.sample(convolutions, { numRuns: 20, seed: 7 });
    const large: Drawn = {
      x: [2, 64, 30, 31],
      weight: [70, 64, 3, 3],
      options: { ...drawn[0]!.options, padding: [1, 1], stride: [1, 1], dilation: [1, 1], groups: 1, layout: "NCHW" },
    };
    const results: ReturnType<typeof computed>[][] = [];
    for (const options of [{ threads: 1 }, { threads: 2 }, { threads: 5 }]) {
      await useDevice("wasm", options);
      await threadsOf(options.threads);
      results.push([...drawn, large].map((one) => computed(one)));
    }
    for (const other of results.slice(1)) expect(other).toEqual(results[0]);
  });
});

test("a window that reaches very far takes no memory for what lies between", async () => {
  await useDevice("wasm");
  const options = { dilation: 30_000, padding: 30_000 };
  tf.tidy(() => {
    const [x, weight] = [random([1, 2, 2, 2], 1), random([2, 1, 3, 3], 2)];
    const middle = tf.reshape(tf.slice(weight, [0, 0, 1, 1], [2, 1, 1, 1]), [1, 2, 1, 1]);
    const expected = tf.mul(x, middle).dataSync();
    expect(conv2d(x, weight, { ...options, groups: 2 }).dataSync()).toEqual(expected);
    const identity = tf.reshape(tf.eye(2), [2, 2, 1, 1]);
    expect(separableConv2d(x, weight, identity, options).dataSync()).toEqual(expected);
  });
});

test("goes on while the number of threads changes", async () => {
  await useDevice("wasm", { threads: 2 });
  await threadsOf(2);
  const [x, weight] = [tf.ones([2, 64, 32, 32]), tf.ones([64, 64, 3, 3])];
  const change = useDevice("wasm", { threads: 1 });
  while (engine().pool.threads === 2) {
    conv2d(x, weight).dispose();
    await new Promise((resolve) => setImmediate(resolve));
  }
  await expect(change).resolves.toMatchObject({ name: "wasm" });
  tf.dispose([x, weight]);
});

/** Waits until the threads are there: until then the first one works alone. */
async function threadsOf(threads: number): Promise<void> {
  const [x, weight] = [tf.ones([2, 64, 32, 32]), tf.ones([64, 64, 3, 3])];
  while (engine().pool.present < threads) {
    conv2d(x, weight).dispose();
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  tf.dispose([x, weight]);
}

describe("what runs", () => {
  beforeAll(() => useDevice("wasm"));

  const since = (before: Record<string, number>) =>
    Object.fromEntries(
      Object.entries(launches()).flatMap(([name, n]) =>
        n > (before[name] ?? 0) ? [[name, n - (before[name] ?? 0)]] : [],
      ),
    );

  const gradients = (x: number[], weight: number[], groups: number) => {
    const before = launches();
    tf.tidy(() => tf.grads((x, weight) => conv2d(x, weight, { groups }))([random(x, 1), random(weight, 2)]));
    return since(before);
  };

  test("is this project's kernel, once forward, for x and for the weights", () => {
    expect(gradients([1, 4, 6, 6], [8, 4, 3, 3], 1)).toEqual({ packWeights: 2, convolve: 2, weightGradient: 1 });
    expect(gradients([1, 4, 6, 6], [8, 2, 3, 3], 2)).toEqual({ packWeights: 2, convolve: 2, weightGradient: 1 });
    expect(gradients([1, 4, 6, 6], [4, 1, 3, 3], 4)).toEqual({ depthwise: 2, depthwiseWeightGradient: 1 });
  });

  test("has weights of its own for each padding, if the phases of a stride have as many taps", () => {
    const gradients = () =>
      tf.tidy(() => {
        const weight = random([3, 2, 2, 2], 1) as tf.Tensor4D;
        return [0, 1].map((amount) => {
          const around = [amount, amount] as const;
          const placed = { stride: [2, 2], dilation: [1, 1], padding: [around, around] } as const;
          const problem = problemOf({ shape: [1, 2, 6, 6] }, weight, { ...placed, groups: 1, layout: "NCHW" });
          const dx = inputGradient(random(resultShape(problem), 2) as tf.Tensor4D, weight, problem);
          return { shape: dx.shape, data: dx.dataSync() as Float32Array };
        });
      });
    const kernels = kernelsOf(engine());
    const ours = gradients();
    registerKernels("wasm", {});
    try {
      expect(apart(ours, gradients())).toBeLessThan(1e-5);
    } finally {
      registerKernels("wasm", kernels);
    }
  });

  test("is one kernel for both passes of a separable convolution, whose weights are packed once", () => {
    const before = launches();
    tf.tidy(() => {
      const [x, depthwise, pointwise] = [random([2, 6, 9, 9], 1), random([12, 1, 3, 3], 2), random([5, 12, 1, 1], 3)];
      for (let i = 0; i < 3; i++) separableConv2d(x, depthwise, pointwise, { padding: 1 });
    });
    expect(since(before)).toEqual({ packWeights: 1, separable: 3 });
  });
});

describe("a separable convolution by one kernel", () => {
  beforeAll(() => useDevice("wasm"));

  const [middle, finish] = [{ depthwiseActivation: "relu6" }, { activation: "relu" }] as const;

  test.each([
    { size: [9, 9], layout: "NCHW", stride: 1, dilation: 1, m: 1 },
    { size: [30, 29], layout: "NCHW", stride: 2, dilation: 1, m: 3 },
    { size: [17, 200], layout: "NCHW", stride: 1, dilation: 3, m: 1 },
    { size: [16, 16], layout: "NHWC", stride: 1, dilation: 1, m: 2 },
    { size: [3, 1030], layout: "NCHW", stride: 1, dilation: 1, m: 1 },
  ] as const)("is the two passes one after the other: %j", ({ size, layout, stride, dilation, m }) => {
    tf.tidy(() => {
      const [channels, filters] = [300 / m, 20];
      const x = random(layout === "NCHW" ? [2, channels, ...size] : [2, ...size, channels], 1);
      const [depthwise, pointwise] = [random([300, 1, 3, 3], 2), random([filters, 300, 1, 1], 3)];
      const [depthwiseBias, bias] = [random([300], 4), random([filters], 5)];
      const motion = { stride, dilation, padding: 2, layout };
      const between = conv2d(x, depthwise, { ...motion, groups: channels, bias: depthwiseBias, activation: "relu6" });
      const expected = conv2d(between, pointwise, { bias, layout, ...finish });
      const y = separableConv2d(x, depthwise, pointwise, { ...motion, ...middle, ...finish, bias, depthwiseBias });
      expect(y.shape).toEqual(expected.shape);
      const largest = tf.max(tf.abs(expected)).dataSync()[0]!;
      expect(tf.max(tf.abs(tf.sub(y, expected))).dataSync()[0]! / largest).toBeLessThan(1e-5);
    });
  });
});

test("a thousand convolutions with gradients leave tensors and heap as they were", async () => {
  await useDevice("wasm");
  const { pool } = engine();
  const step = () =>
    tf.tidy(() => {
      const inputs = [random([1, 8, 12, 12], 1), random([8, 8, 3, 3], 2), random([8, 1, 3, 3], 3)];
      const run = (...[x, weight, depthwise]: tf.Tensor[]) =>
        conv2d(conv2d(x!, depthwise!, { groups: 8 }), weight!, { padding: 1 })
          .square()
          .sum();
      tf.grads(run)(inputs);
    });
  for (let i = 0; i < 20; i++) step();
  const memory = tf.memory();
  const { addresses } = watch(() => {
    for (let i = 0; i < 1000; i++) step();
  });
  expect(tf.memory()).toEqual(memory);
  expect(addresses).toEqual([]);
  expect(engine().pool).toBe(pool);
});
