import type { Tensor4D } from "@tensorflow/tfjs";
import { beforeAll, describe, expect, test } from "vitest";
import { conv2d } from "../../src/conv/conv2d.ts";
import { naive } from "../../src/conv/naive.ts";
import type { Conv2dOptions } from "../../src/conv/options.ts";
import { useDevice } from "../../src/device/use.ts";
import { tf } from "../../src/tf.ts";

/*
 * Each test shows first what a stock kernel of tfjs 4.22 does wrong, then that conv2d goes around it. Where the first half
 * begins to fail, tfjs has been mended and the detour can go.
 */

const random = (shape: number[], seed: number) => tf.randomNormal(shape, 0, 1, "float32", seed);

const flat = (tensor: { dataSync(): Float32Array | Int32Array | Uint8Array; shape: number[] }) => ({
  data: tensor.dataSync(),
  shape: tensor.shape,
});

function expectAsNaive(xShape: number[], weightShape: number[], options: Conv2dOptions): void {
  const [x, weight] = [random(xShape, 1), random(weightShape, 2)];
  const { output, shape } = naive.conv2d(flat(x), flat(weight), { ...options, bias: undefined });
  const y = conv2d(x, weight, options);
  expect(y.shape).toEqual(shape);
  expect(Math.max(...y.dataSync().map((value, i) => Math.abs(value - output[i]!)))).toBeLessThan(1e-4);
}

/** The gradient of sum(conv2d · dy) along a random direction, against the difference quotient; the sum is linear in each input. */
function expectGradientAsDifference(xShape: number[], weightShape: number[], options: Conv2dOptions): void {
  const [x, weight] = [random(xShape, 1), random(weightShape, 2)];
  const [xStep, weightStep] = [random(xShape, 3), random(weightShape, 4)];
  const value = (x: tf.Tensor, weight: tf.Tensor) => conv2d(x, weight, options).mul(dy).sum();
  const dy = random(conv2d(x, weight, options).shape, 5);
  const [dx, dweight] = tf.grads(value)([x, weight]);
  const along = (gradient: tf.Tensor, step: tf.Tensor) => gradient.mul(step).sum().dataSync()[0]!;
  const scale = tf.sum(tf.abs(dy)).dataSync()[0]!;
  expect(Math.abs(along(dx!, xStep) - value(xStep, weight).dataSync()[0]!) / scale).toBeLessThan(1e-4);
  expect(Math.abs(along(dweight!, weightStep) - value(x, weightStep).dataSync()[0]!) / scale).toBeLessThan(1e-4);
}

describe.each(["cpu", "wasm"])("on %s", (device) => {
  beforeAll(() => useDevice(device));

  test("padding given as a number to a kernel that is not square", () => {
    const sizes = tf.backend_util.computeConv2DInfo([1, 9, 9, 4], [1, 3, 4, 2], 1, 1, 1).outShape;
    expect(sizes).not.toEqual([1, 11, 9, 2]);
    expectAsNaive([1, 4, 9, 9], [2, 4, 1, 3], { padding: 1 });
    expectAsNaive([1, 4, 9, 9], [2, 4, 3, 1], { padding: 1 });
  });

  test("a stride together with a dilation", () => {
    const [x, weight] = [tf.ones([1, 9, 9, 4]) as Tensor4D, tf.ones([3, 3, 4, 2]) as Tensor4D];
    expect(() => tf.conv2d(x, weight, 2, "valid", "NHWC", 2)).toThrow("Either strides or dilations must be 1");
    expectAsNaive([1, 4, 9, 9], [2, 4, 3, 3], { stride: 2, dilation: 2 });
    expectAsNaive([1, 4, 9, 9], [8, 1, 3, 3], { stride: [2, 1], dilation: [1, 2], groups: 4 });
  });

  test("the gradient of a dilated convolution", () => {
    const weight = tf.ones([3, 3, 4, 2]) as Tensor4D;
    const stock = tf.grad((x) => tf.conv2d(x as Tensor4D, weight, 1, "valid", "NHWC", 2));
    expect(() => stock(tf.ones([1, 9, 9, 4]))).toThrow("dilation rates greater than 1 are not yet supported");
    expectGradientAsDifference([1, 4, 9, 9], [2, 4, 3, 3], { dilation: 2 });
    expectGradientAsDifference([1, 4, 9, 9], [8, 1, 3, 3], { dilation: [1, 3], groups: 4 });
  });

  test("the gradient of mirrored padding", () => {
    const stock = tf.grad((x) => tf.mirrorPad(x, [[1, 1]], "reflect"))(tf.tensor1d([1, 2, 3]));
    expect([...stock.dataSync()]).not.toEqual([1, 3, 1]);
    expectGradientAsDifference([1, 1, 1, 3], [1, 1, 1, 1], { padding: [0, 1], paddingMode: "reflect" });
  });

  test("the gradient of a split into one piece", () => {
    const stock = tf.grad((x) => tf.split(x, 1)[0]!);
    expect(() => stock(tf.tensor1d([1, 2]))).toThrow("at least one tensor");
    expectGradientAsDifference([1, 1, 5, 5], [2, 1, 3, 3], { groups: 1 });
    expectGradientAsDifference([1, 1, 5, 5], [2, 1, 3, 3], { groups: 1, paddingMode: "circular" });
  });

  test("padding 'same' at stride 2, which TensorFlow and PyTorch place differently", () => {
    const centre = tf.tensor([
      [0, 0, 0],
      [0, 1, 0],
      [0, 0, 0],
    ]);
    const x = random([1, 6, 6, 1], 1) as Tensor4D;
    const theirs = tf.conv2d(x, centre.reshape([3, 3, 1, 1]), 2, "same");
    const ours = conv2d(x.reshape([1, 6, 6]), centre.reshape([1, 1, 3, 3]), { stride: 2, padding: 1 });
    expect([...theirs.dataSync()]).not.toEqual([...ours.dataSync()]);
    expect([...ours.dataSync()]).toEqual([...tf.stridedSlice(x, [0, 0, 0, 0], [1, 6, 6, 1], [1, 2, 2, 1]).dataSync()]);
  });
});

describe("on wasm", () => {
  beforeAll(() => useDevice("wasm"));

  test("a stride of 5 with padding 'same' gives zeros", () => {
    const stock = tf.conv2d(tf.ones([1, 9, 9, 4]) as Tensor4D, tf.ones([3, 3, 4, 2]), 5, "same");
    expect([...stock.dataSync()].every((value) => value === 0)).toBe(true);
    expectAsNaive([1, 4, 9, 9], [2, 4, 3, 3], { stride: 5, padding: 1 });
  });

  test.each([
    [1, 3],
    [3, 1],
  ])("a depthwise kernel %d×%d at stride 2 with padding 'same' gives zeros", (height, width) => {
    const x = tf.ones([1, 4, 4, 2]) as Tensor4D;
    const stock = tf.depthwiseConv2d(x, tf.ones([height, width, 2, 1]), 2, "same");
    expect([...stock.dataSync()].every((value) => value === 0)).toBe(true);
    expectAsNaive([1, 2, 4, 4], [2, 1, height, width], {
      stride: 2,
      padding: [(height - 1) / 2, (width - 1) / 2],
      groups: 2,
    });
  });

  test("layout NCHW", () => {
    const stock = () => tf.conv2d(tf.ones([1, 4, 9, 9]) as Tensor4D, tf.ones([3, 3, 4, 2]), 1, "valid", "NCHW");
    expect(stock).toThrow("does not support dataFormat");
    expectAsNaive([1, 4, 9, 9], [2, 4, 3, 3], {});
  });

  test("the gradients for weights, and of a depthwise convolution for its input", () => {
    const x = tf.ones([1, 9, 9, 4]) as Tensor4D;
    const dense = tf.grad((weight) => tf.conv2d(x, weight as Tensor4D, 1, "valid"));
    const depthwise = tf.grads((x, weight) => tf.depthwiseConv2d(x as Tensor4D, weight as Tensor4D, 1, "valid"));
    expect(() => dense(tf.ones([3, 3, 4, 2]))).toThrow("Conv2DBackpropFilter");
    expect(() => depthwise([x, tf.ones([3, 3, 4, 1])])).toThrow("DepthwiseConv2dNativeBackprop");
    expectGradientAsDifference([2, 4, 7, 7], [2, 4, 3, 3], { stride: 2, padding: 1 });
    expectGradientAsDifference([2, 4, 7, 7], [8, 1, 3, 3], { stride: 2, padding: 1, groups: 4 });
  });
});
