import { beforeEach, describe, expect, test } from "vitest";
import { conv2d } from "../../src/conv/conv2d.ts";
import { registerKernels } from "../../src/conv/kernels.ts";
import { separableConv2d } from "../../src/conv/separable.ts";
import { useDevice } from "../../src/device/use.ts";
import { tf } from "../../src/tf.ts";
import { launched, launches, ofEach, useWatched, watched } from "./watched.ts";

const [x, weight, bias] = [
  () => tf.randomNormal([2, 4, 6, 5]),
  () => tf.randomNormal([6, 2, 3, 3]),
  () => tf.randomNormal([6]),
];
const layer = (x: tf.Tensor, weight: tf.Tensor, bias: tf.Tensor) =>
  conv2d(x, weight, { bias, groups: 2, padding: 1, activation: "relu" });

describe("of a device's kernels for an operation runs", () => {
  test("the first one, where all can", async () => {
    await useWatched({ forward: [watched("forward", "fast"), watched("forward", "general")] });
    layer(x(), weight(), bias());
    expect(launched()).toEqual(["forward by fast"]);
  });

  test("the first that a problem is for", async () => {
    const onlyDepthwise = watched("forward", "depthwise", ({ groups, inChannels }) =>
      groups === inChannels ? undefined : "channels are mixed",
    );
    await useWatched({ forward: [onlyDepthwise, watched("forward", "general")] });
    layer(x(), weight(), bias());
    conv2d(x(), tf.ones([4, 1, 3, 3]), { groups: 4 });
    expect(launched()).toEqual(["forward by general", "forward by depthwise"]);
  });

  test("the reference path's, where the device has none for it", async () => {
    await useWatched({ forward: [watched("forward", "never", () => "it is not ready")] });
    const [image, kernels] = [x(), weight()];
    const y = conv2d(image, kernels, { groups: 2 });
    expect(launched()).toEqual([]);
    await useDevice("cpu");
    expect(tf.max(tf.abs(tf.sub(y, conv2d(image, kernels, { groups: 2 })))).dataSync()[0]).toBeLessThan(1e-5);
  });

  test("its own, not another device's", async () => {
    await useWatched();
    registerKernels("elsewhere", ofEach("another's"));
    layer(x(), weight(), bias());
    expect(launched()).toEqual([]);
  });
});

describe("a kernel is given", () => {
  beforeEach(() => useWatched(ofEach("watched")));

  test("the convolution in plain numbers", () => {
    conv2d(x(), weight(), { groups: 2, padding: [1, 2], stride: [2, 1], dilation: 2 });
    expect(launches.map(({ problem }) => problem)).toEqual([
      {
        batch: 2,
        inChannels: 4,
        outChannels: 6,
        groups: 2,
        height: 6,
        width: 5,
        outHeight: 2,
        outWidth: 5,
        kernel: [3, 3],
        stride: [2, 1],
        dilation: [2, 2],
        padding: [
          [1, 1],
          [2, 2],
        ],
        layout: "NCHW",
      },
    ]);
  });

  test("channels last as they are, and one image as a batch of one", () => {
    conv2d(tf.ones([6, 5, 4]), weight(), { groups: 2, padding: "same", layout: "NHWC" });
    const sizes = { batch: 1, inChannels: 4, height: 6, width: 5, outHeight: 6, outWidth: 5, layout: "NHWC" };
    expect(launches[0]?.problem).toMatchObject(sizes);
  });

  test("larger maps where padding is not of zeros", () => {
    conv2d(x(), weight(), { groups: 2, padding: [1, 2], paddingMode: "reflect" });
    const none = [
      [0, 0],
      [0, 0],
    ];
    expect(launches[0]?.problem).toMatchObject({ height: 8, width: 9, outHeight: 6, outWidth: 7, padding: none });
  });

  test("one blank image in the place of an empty batch", () => {
    expect(conv2d(tf.ones([0, 4, 6, 5]), weight(), { groups: 2 }).shape).toEqual([0, 6, 4, 3]);
    expect(launches.map(({ problem }) => problem.batch)).toEqual([1]);
  });
});

describe("of the gradients only those run that are asked for:", () => {
  beforeEach(() => useWatched(ofEach("watched")));
  const forward = "forward by watched";
  const toInput = "inputGradient by watched";
  const toWeight = "weightGradient by watched";

  test.each([
    ["none", [], [forward]],
    ["for x", [0], [forward, toInput]],
    ["for weight", [1], [forward, toWeight]],
    ["for bias", [2], [forward]],
    ["for weight and bias", [1, 2], [forward, toWeight]],
    ["for all", [0, 1, 2], [forward, toInput, toWeight]],
  ])("%s", (_, asked, expected) => {
    const all = [x(), weight(), bias()] as const;
    if (asked.length === 0) layer(...all);
    else {
      const run = (...given: tf.Tensor[]) =>
        layer(...(all.map((tensor, i) => given[asked.indexOf(i as never)] ?? tensor) as [...typeof all]));
      tf.grads(run)(asked.map((i) => all[i]!));
    }
    expect(launched()).toEqual(expected);
  });

  test("what trains does not ask for the gradient of the images", () => {
    const [first, second] = [tf.variable(weight()), tf.variable(tf.randomNormal([3, 6, 1, 1]))];
    const images = x();
    tf.variableGrads(() => tf.sum(conv2d(conv2d(images, first, { groups: 2 }), second)), [first, second]);
    expect(launched()).toEqual([forward, forward, toInput, toWeight, toWeight]);
  });

  test("where a first layer is frozen it stays without any", () => {
    const [first, second] = [weight(), tf.variable(tf.randomNormal([3, 6, 1, 1]))];
    const images = x();
    tf.variableGrads(() => tf.sum(conv2d(conv2d(images, first, { groups: 2 }), second)), [second]);
    expect(launched()).toEqual([forward, forward, toWeight]);
  });
});

describe("a separable convolution is", () => {
  const [depthwise, pointwise] = [() => tf.randomNormal([8, 1, 3, 3]), () => tf.randomNormal([5, 8, 1, 1])];
  const separable = (x: tf.Tensor, depthwise: tf.Tensor, pointwise: tf.Tensor) =>
    separableConv2d(x, depthwise, pointwise, { padding: 1, depthwiseActivation: "relu", activation: "relu6" });
  const fused = watched("separable", "fused", ({ stride }) => (stride[0] > 1 ? "it is for stride 1" : undefined));

  test("two convolutions, where the table has no kernel for both", async () => {
    await useWatched(ofEach("watched"));
    separable(x(), depthwise(), pointwise());
    expect(launches.map(({ problem }) => [problem.groups, problem.outChannels])).toEqual([
      [4, 8],
      [1, 5],
    ]);
  });

  test("one launch, where it has", async () => {
    await useWatched({ ...ofEach("watched"), separable: [fused] });
    separable(x(), depthwise(), pointwise());
    expect(launched()).toEqual(["separable by fused"]);
    expect(launches[0]?.problem).toMatchObject({ groups: 4, inChannels: 4, outChannels: 8 });
  });

  test("two convolutions, where that kernel is not for the problem", async () => {
    await useWatched({ ...ofEach("watched"), separable: [fused] });
    separableConv2d(x(), depthwise(), pointwise(), { stride: 2 });
    expect(launched()).toEqual(["forward by watched", "forward by watched"]);
  });

  test("backwards the two passes, the first of which is computed again", async () => {
    await useWatched({ ...ofEach("watched"), separable: [fused] });
    tf.grads(separable)([x(), depthwise(), pointwise()]);
    expect(launches.map(({ operation, problem }) => `${operation} to ${problem.outChannels}`)).toEqual([
      "separable to 8",
      "forward to 8",
      "inputGradient to 5",
      "inputGradient to 8",
      "weightGradient to 8",
      "weightGradient to 5",
    ]);
  });
});

test("a convolution with gradients leaves nothing behind", async () => {
  await useWatched({ ...ofEach("watched"), separable: [watched("separable", "fused")] });
  const all = [tf.ones([2, 4, 6, 5]), tf.ones([8, 1, 3, 3]), tf.ones([5, 8, 1, 1]), tf.ones([5])];
  const run = (...[x, depthwise, pointwise, bias]: tf.Tensor[]) =>
    separableConv2d(x!, depthwise!, pointwise!, { bias, depthwiseActivation: "relu" });
  const before = tf.memory();
  for (let i = 0; i < 20; i++) tf.dispose(tf.grads(run)(all));
  expect(tf.memory()).toEqual(before);
});
