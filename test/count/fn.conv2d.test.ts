import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { conv2d } from "../../src/conv/conv2d.ts";
import { naive } from "../../src/conv/naive.ts";
import type { Conv2dOptions } from "../../src/conv/options.ts";
import { countFn } from "../../src/count/fn.ts";
import { useDevice } from "../../src/device/use.ts";
import { tf } from "../../src/tf.ts";

beforeAll(() => useDevice("cpu"));

const pair = (min: number, max: number) => fc.tuple(fc.integer({ min, max }), fc.integer({ min, max }));

/** Sizes and options that fit each other: the padded image holds the dilated kernel. */
const convolutions = fc
  .record({
    batch: fc.integer({ min: 1, max: 2 }),
    groups: fc.integer({ min: 1, max: 3 }),
    inPerGroup: fc.integer({ min: 1, max: 6 }),
    outPerGroup: fc.integer({ min: 1, max: 3 }),
    kernel: pair(1, 3),
    stride: pair(1, 3),
    dilation: pair(1, 2),
    padding: pair(0, 2),
    beyond: pair(0, 5),
    bias: fc.boolean(),
  })
  .map(({ batch, groups, inPerGroup, outPerGroup, kernel, beyond, bias, ...window }) => {
    const size = (axis: 0 | 1) =>
      Math.max(1, window.dilation[axis] * (kernel[axis] - 1) + 1 + beyond[axis] - 2 * window.padding[axis]);
    return {
      x: [batch, groups * inPerGroup, size(0), size(1)],
      weight: [groups * outPerGroup, inPerGroup, ...kernel],
      bias: bias ? [groups * outPerGroup] : undefined,
      options: { groups, ...window } satisfies Conv2dOptions,
    };
  });

const size = (shape: number[]) => shape.reduce((a, b) => a * b, 1);

const zeros = (shape: number[]) => ({ data: new Float64Array(size(shape)), shape });

type Case = typeof convolutions extends fc.Arbitrary<infer T> ? T : never;

const convolve =
  ({ options }: Case) =>
  (x: tf.Tensor, weight: tf.Tensor, bias?: tf.Tensor) =>
    conv2d(x, weight, { ...options, bias: bias as tf.Tensor1D | undefined });

/** What the naive loop counts while it convolves. */
const loop = ({ x, weight, bias, options }: Case) =>
  naive.conv2d(zeros(x), zeros(weight), { ...options, bias: bias && zeros(bias).data });

/** Few channels in a group are convolved each by itself, and then added. */
const isByChannel = ({ weight, options: { groups } }: Case) => groups > 1 && weight[1]! <= 4;

/** Stock kernels refuse a stride together with a dilation: then it is products, tap by tap. */
const isByTap = ({ options: { stride, dilation } }: Case) => Math.max(...stride) > 1 && Math.max(...dilation) > 1;

test("a convolution multiplies and adds as often as the naive loop; by channel and by tap the products are element-wise", () => {
  const property = fc.property(convolutions, (given) => {
    const examples = [given.x, given.weight, given.bias].filter((shape) => shape !== undefined);
    const { macs, multiplications, additions, unknown } = countFn(convolve(given), ...examples);
    const expected = loop(given);
    expect({ multiplications, additions, unknown }).toEqual({
      multiplications: expected.multiplications,
      additions: expected.additions,
      unknown: [],
    });
    expect(macs).toBe(isByChannel(given) && isByTap(given) ? 0 : expected.multiplications);
  });
  fc.assert(property, { numRuns: 200 });
});

test("the weights' gradient multiplies as often as the convolution, and the input's once for each place of the padded image", () => {
  const property = fc.property(convolutions, (given) => {
    const { x, weight, options } = given;
    const { multiplications: forward, shape } = loop({ ...given, bias: undefined });
    const gradients = tf.grads((x, weight) => convolve(given)(x, weight));
    const { macs, multiplications, unknown } = countFn((dy, x, weight) => gradients([x, weight], dy), shape, x, weight);
    const places = (x[2]! + 2 * options.padding[0]) * (x[3]! + 2 * options.padding[1]);
    const inputs = (forward / (shape[2]! * shape[3]!)) * places;
    expect(multiplications).toBe(forward + forward + inputs);
    expect(macs).toBe((isByChannel(given) ? (isByTap(given) ? 0 : forward) : 2 * forward) + inputs);
    expect(unknown).toEqual([]);
  });
  fc.assert(property, { numRuns: 100 });
});
