import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { onMeta } from "../../../src/device/meta/meta.ts";
import { shapeRules } from "../../../src/device/meta/shapes.ts";
import { useDevice } from "../../../src/device/use.ts";
import { tf } from "../../../src/tf.ts";
import { f, operations } from "./operations.ts";

beforeAll(() => useDevice("cpu"));

const outlines = (made: tf.Tensor | tf.Tensor[]) => [made].flat().map(({ shape, dtype }) => ({ shape, dtype }));

/** In no order: TensorFlow.js tells of a kernel after those that save its tensors for the gradient. */
const sorted = (kernels: unknown[]) => kernels.map((kernel) => JSON.stringify(kernel)).toSorted();

/** Each kernel that ran and its outputs' shapes, as TensorFlow.js profiles them on the cpu backend. */
async function onCpu(fn: () => unknown) {
  const { kernels } = await tf.profile(() => tf.tidy(() => void fn()) as never);
  const isKernel = ({ name }: { name: string }) => tf.getKernel(name, "cpu") !== undefined;
  return sorted(kernels.filter(isKernel).map(({ name, outputShapes }) => [name, outputShapes]));
}

function onShapes(fn: () => unknown) {
  const ran: unknown[] = [];
  onMeta(
    () => void fn(),
    ({ kernelName, outputs }) => ran.push([kernelName, outputs.map(({ shape }) => shape)]),
  );
  return sorted(ran);
}

describe("gives the shapes and dtypes that the cpu backend gives:", () => {
  test.each(Object.entries(operations))("%s", async (_, operation) => {
    const expected = tf.tidy(() => outlines(operation()));
    expect(onMeta(() => outlines(operation()))).toEqual(expected);
    expect(onShapes(operation)).toEqual(await onCpu(operation));
  });
});

test("no kernel's shape rule is left untried by these", () => {
  const ran = new Set<string>();
  for (const operation of Object.values(operations))
    onMeta(
      () => void operation(),
      ({ kernelName }) => ran.add(kernelName),
    );
  expect([...ran].toSorted()).toEqual([...shapeRules.keys()].toSorted());
});

describe("functions made at random", () => {
  const size = fc.integer({ min: 1, max: 5 });
  const kernel = (...shape: [number, number, number, number]) => f(...shape) as tf.Tensor4D;
  const vector = (length: number) => f(length) as tf.Tensor1D;
  type Step = (x: tf.Tensor4D, a: number, b: number) => tf.Tensor;
  const steps: Record<string, Step> = {
    conv2d: (x, a, b) => tf.conv2d(x, kernel(a, b, x.shape[3], 3), [b, a], "same"),
    "conv2d, padded": (x, a, b) => {
      const padding: tf.backend_util.ExplicitPadding = [
        [0, 0],
        [a, b],
        [b, a],
        [0, 0],
      ];
      return tf.conv2d(x, kernel(1, 1, x.shape[3], 2), [a, b], padding, "NHWC", 1, "floor");
    },
    conv2dTranspose: (x, a, b) => {
      const [batch, height, width, channels] = x.shape;
      return tf.conv2dTranspose(x, kernel(a, b, 2, channels), [batch, height * a, width * b, 2], [a, b], "same");
    },
    depthwiseConv2d: (x, a, b) => tf.depthwiseConv2d(x, kernel(a, b, x.shape[3], 2), [b, b], "same"),
    avgPool: (x, a, b) => tf.avgPool(x, [a, b], [b, a], "same"),
    maxPool: (x, a, b) => tf.maxPool(x, [a, b], [b, a], "same"),
    batchNorm: (x) => {
      const [mean, variance, offset, scale] = [0, 1, 2, 3].map(() => vector(x.shape[3]));
      return tf.batchNorm(x, mean!, variance!, offset!, scale!);
    },
    pad: (x, a, b) =>
      tf.pad(x, [
        [0, 1],
        [a, 0],
        [0, b],
        [b, a],
      ]),
    slice: (x, a, b) => tf.slice(x, [0, Math.min(a, x.shape[1]) - 1, 0, 0], [-1, 1, -1, Math.min(b, x.shape[3])]),
    tile: (x, a, b) => tf.tile(x, [1, a, b, 1]),
    transpose: (x) => tf.transpose(x, [0, 2, 3, 1]),
    reshape: (x) => tf.reshape(x, [x.shape[0], 1, -1, x.shape[3]]),
    concat: (x, a) => tf.concat([x, f(...x.shape.slice(0, 3), a), x], 3),
    split: (x) => tf.addN(tf.split(tf.concat([x, x], 3), 2, 3)),
    stack: (x, a) =>
      tf
        .stack(
          Array.from({ length: a }, () => x),
          2,
        )
        .sum(1),
    unstack: (x) => tf.unstack(tf.concat([x, x], 1), 1)[0]!.expandDims(2),
    mean: (x) => tf.mean(x, [1], true),
    max: (x) => tf.max(x, 3, true),
    matMul: (x, a) => tf.matMul(x, kernel(x.shape[0], x.shape[1], a, x.shape[3]), false, true),
    "broadcast product": (x, a) => tf.mul(x, f(a, 1, 1, 1, 1)).sum(0),
    gather: (x, a) => tf.gather(x, vector(a).cast("int32"), 2),
    activations: (x) => tf.softmax(tf.elu(tf.tanh(tf.sigmoid(tf.leakyRelu(tf.relu6(x)))))),
    divide: (x) => tf.div(x, tf.add(tf.sqrt(tf.square(x)), 1)),
  };
  const step = fc.record({ name: fc.constantFrom(...Object.keys(steps)), a: size, b: size });
  const made = fc.record({
    shape: fc.tuple(size, size, size, size),
    chain: fc.array(step, { minLength: 1, maxLength: 4 }),
  });

  test("run the same kernels to the same shapes, forward and backward", async () => {
    const property = fc.asyncProperty(made, async ({ shape, chain }) => {
      const run = (x: tf.Tensor) => chain.reduce((y, { name, a, b }) => steps[name]!(y as tf.Tensor4D, a, b), x);
      const backward = () => tf.grad((x) => run(x).sum())(f(...shape));
      expect(onShapes(backward)).toEqual(await onCpu(backward));
    });
    await fc.assert(property, { numRuns: 150 });
  });
});
