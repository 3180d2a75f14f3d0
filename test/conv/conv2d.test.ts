import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { conv2d } from "../../src/conv/conv2d.ts";
import type { Conv2dOptions } from "../../src/conv/options.ts";
import { useDevice } from "../../src/device/use.ts";
import { tf } from "../../src/tf.ts";

beforeAll(() => useDevice("wasm"));

const random = (shape: number[], seed: number) => tf.randomNormal(shape, 0, 1, "float32", seed);
const furthest = (a: tf.Tensor, b: tf.Tensor) => tf.tidy(() => tf.max(tf.abs(tf.sub(a, b))).dataSync()[0]!);

/** Sizes and options that fit each other. */
const convolutions = fc
  .record({
    groups: fc.constantFrom(1, 2, 3),
    inPerGroup: fc.constantFrom(1, 2, 3, 5),
    outPerGroup: fc.integer({ min: 1, max: 2 }),
    height: fc.integer({ min: 4, max: 9 }),
    width: fc.integer({ min: 4, max: 9 }),
    kernel: fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 })),
    stride: fc.integer({ min: 1, max: 3 }),
    padding: fc.integer({ min: 0, max: 2 }),
    dilation: fc.constantFrom(1, 1, 2),
    paddingMode: fc.constantFrom("zeros", "reflect", "replicate", "circular"),
    seed: fc.integer({ min: 0, max: 1000 }),
  })
  .filter(({ height, width, kernel, padding, dilation }) => {
    const room = Math.min(height, width) + 2 * padding;
    return dilation * (Math.max(...kernel) - 1) < room;
  })
  .map(({ groups, inPerGroup, outPerGroup, height, width, kernel, seed, ...motion }) => ({
    options: { groups, ...motion } as Conv2dOptions,
    x: [2, groups * inPerGroup, height, width],
    weight: [groups * outPerGroup, inPerGroup, ...kernel],
    seed,
  }));

const check = (property: (inputs: { x: tf.Tensor; weight: tf.Tensor; options: Conv2dOptions; seed: number }) => void) =>
  fc.assert(
    fc.property(convolutions, ({ x, weight, options, seed }) => {
      tf.tidy(() => property({ x: random(x, seed), weight: random(weight, seed + 1), options, seed }));
    }),
    { numRuns: 60 },
  );

describe("conv2d", () => {
  test("is linear in x and in weight", () => {
    check(({ x, weight, options, seed }) => {
      const [other, heavier] = [random(x.shape, seed + 2), random(weight.shape, seed + 3)];
      const run = (x: tf.Tensor, weight: tf.Tensor) => conv2d(x, weight, options);
      expect(furthest(run(x.mul(2).add(other), weight), run(x, weight).mul(2).add(run(other, weight)))).toBeLessThan(
        1e-4,
      );
      expect(furthest(run(x, weight.mul(2).add(heavier)), run(x, weight).mul(2).add(run(x, heavier)))).toBeLessThan(
        1e-4,
      );
    });
  });

  test("gives the same in both layouts, batched or not", () => {
    check(({ x, weight, options }) => {
      const expected = conv2d(x, weight, options);
      const channelsLast = conv2d(tf.transpose(x, [0, 2, 3, 1]), weight, { ...options, layout: "NHWC" });
      expect(furthest(tf.transpose(channelsLast, [0, 3, 1, 2]), expected)).toBeLessThan(1e-5);
      const single = conv2d(tf.squeeze(tf.slice(x, 1, 1), [0]), weight, options);
      expect(furthest(single, tf.squeeze(tf.slice(expected, 1, 1), [0]))).toBeLessThan(1e-5);
    });
  });

  test("in groups is convolutions side by side", () => {
    check(({ x, weight, options }) => {
      const groups = options.groups!;
      const parts = tf.split(x, groups, 1).map((part, group) => {
        const filters = weight.shape[0]! / groups;
        return conv2d(part, tf.slice(weight, group * filters, filters), { ...options, groups: 1 });
      });
      expect(furthest(conv2d(x, weight, options), tf.concat(parts, 1))).toBeLessThan(1e-4);
    });
  });

  test("leaves no tensor behind but its result, also of a gradient", () => {
    const [x, weight, bias] = [random([2, 4, 8, 8], 1), random([6, 2, 3, 3], 2), random([6], 3)];
    const options = { groups: 2, padding: 1, stride: 2, dilation: 2, paddingMode: "reflect" } as const;
    const before = tf.memory().numTensors;
    const y = conv2d(x, weight, { ...options, bias });
    expect(tf.memory().numTensors).toBe(before + 1);
    const gradients = tf.grads((x, weight, bias) => conv2d(x, weight, { ...options, bias }))([x, weight, bias]);
    expect(tf.memory().numTensors).toBe(before + 4);
    tf.dispose([y, ...gradients]);
  });

  test("leaves no tensor behind when it refuses", () => {
    const before = tf.memory().numTensors;
    const [x, weight] = [tf.ones([3, 8, 8]), tf.ones([4, 3, 3, 3])];
    expect(() => conv2d(x, weight, { groups: 2 })).toThrow("groups");
    tf.dispose([x, weight]);
    expect(tf.memory().numTensors).toBe(before);
  });

  test("trains: a descent along its gradients finds the kernel that made the image", () => {
    const [x, target] = [random([1, 1, 16, 16], 1), tf.tensor4d([1, 0, -1, 2, 0, -2, 1, 0, -1], [1, 1, 3, 3])];
    const y = conv2d(x, target);
    const kernel = tf.variable(tf.zeros([1, 1, 3, 3]));
    const optimizer = tf.train.adam(0.1);
    for (let step = 0; step < 300; step++)
      optimizer.minimize(() => tf.losses.meanSquaredError(y, conv2d(x, kernel)), false, [kernel]);
    expect(furthest(kernel, target)).toBeLessThan(0.01);
  });
});

describe("conv2d refuses, and names the remedy:", () => {
  const x = () => tf.ones([1, 3, 64, 64]);
  const weight = () => tf.ones([4, 3, 3, 3]);
  const disposed = () => {
    const gone = tf.ones([4, 3, 3, 3]);
    gone.dispose();
    return gone;
  };

  const refusals: [string, () => unknown, string][] = [
    [
      "groups that do not divide",
      () => conv2d(x(), weight(), { groups: 2 }),
      "conv2d: expected groups to divide C_in = 3 (x is [1, 3, 64, 64], weight [4, 3, 3, 3]), received 2; use groups 1",
    ],
    [
      "weights made for all channels in a grouped convolution",
      () => conv2d(tf.ones([1, 4, 8, 8]), tf.ones([4, 4, 3, 3]), { groups: 2 }),
      "expected weight's second size × groups to be C_in = 4, received 4 × 2 = 8 (x is [1, 4, 8, 8], weight [4, 4, 3, 3]); use a weight [C_out, 2, kH, kW], or groups 1",
    ],
    [
      "TensorFlow's name of an option",
      () => conv2d(x(), weight(), { strides: 2 } as never),
      "received strides; did you mean stride?",
    ],
    [
      "PyTorch's name of an option",
      () => conv2d(x(), weight(), { padding_mode: "zeros" } as never),
      "did you mean paddingMode?",
    ],
    ["an option that means nothing", () => conv2d(x(), weight(), { kernelSize: 3 } as never), "leave kernelSize out"],
    [
      "a number for the options",
      () => conv2d(x(), weight(), 2 as never),
      "expected options to be an object, received 2",
    ],
    ["a bias for the options", () => conv2d(x(), weight(), tf.ones([4]) as never), "received a tensor [4] of float32"],
    [
      "an array for x",
      () => conv2d([[1, 2]] as never, weight()),
      "x to be a tensor, received [[1, 2]]; make one with tf.tensor",
    ],
    ["nothing for weight", () => conv2d(x(), undefined as never), "weight to be a tensor, received undefined"],
    ["a disposed weight", () => conv2d(x(), disposed()), "expected weight to be alive, received a disposed tensor"],
    ["a disposed x", () => conv2d(disposed(), weight()), "expected x to be alive"],
    ["a disposed bias", () => conv2d(x(), weight(), { bias: disposed() }), "expected bias to be alive"],
    [
      "numbers for a bias",
      () => conv2d(x(), weight(), { bias: [1, 2, 3, 4] as never }),
      "bias to be a tensor, received [1, 2, 3, 4]",
    ],
    [
      "x of bytes",
      () => conv2d(tf.ones([3, 8, 8], "int32"), weight()),
      'received a tensor [3, 8, 8] of int32; convert it with tf.cast(x, "float32")',
    ],
    ["weights of integers", () => conv2d(x(), tf.ones([4, 3, 3, 3], "int32")), "expected weight to be float32"],
    ["TensorFlow's word for padding", () => conv2d(x(), weight(), { padding: "SAME" as never }), 'write "same"'],
    [
      "text for a number",
      () => conv2d(x(), weight(), { stride: "2" as never }),
      'received "2"; give a number, or [height, width]',
    ],
    ["an infinite stride", () => conv2d(x(), weight(), { stride: Infinity }), "received Infinity"],
    ["a stride beyond whole numbers", () => conv2d(x(), weight(), { stride: 2 ** 53 }), "expected stride"],
    ["an unknown layout", () => conv2d(x(), weight(), { layout: "nhwc" as never }), 'write "NHWC"'],
    ["channels last without saying so", () => conv2d(tf.ones([64, 64, 3]), weight()), "C_in = 64"],
    ["no channels at all", () => conv2d(tf.ones([0, 8, 8]), tf.ones([4, 0, 3, 3])), "expected x to have no empty axis"],
    [
      "a kernel that reaches too far",
      () => conv2d(tf.ones([3, 5, 5]), weight(), { dilation: 3 }),
      "expected the kernel to fit into the padded input [5, 5], received a kernel that reaches over [7, 7] (kernel [3, 3], dilation [3, 3])",
    ],
    [
      "a mirror smaller than the padding",
      () => conv2d(tf.ones([3, 4, 4]), weight(), { padding: 4, paddingMode: "reflect" }),
      'expected padding of at most 3 for paddingMode "reflect" and height 4, received 4',
    ],
  ];

  test.each(refusals)("%s", (_, attempt, message) => {
    expect(attempt).toThrow(message);
    expect(attempt).toThrow(/^conv2d: expected .+, received .+; .+/);
  });
});
