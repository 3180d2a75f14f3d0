import { beforeAll, describe, expect, test } from "vitest";
import { isMeta, onMeta } from "../../src/device/meta/meta.ts";
import { shapeRules } from "../../src/device/meta/shapes.ts";
import { useDevice } from "../../src/device/use.ts";
import { tf } from "../../src/tf.ts";

const f = (...shape: number[]) => tf.fill(shape, 0.5);
const b = (...shape: number[]) => tf.fill(shape, 0.5).greater(0);
const i = (...shape: number[]) => tf.fill(shape, 1, "int32");

/** Operations by what they try; all together they run every kernel that has a shape rule. */
const operations: Record<string, () => tf.Tensor | tf.Tensor[]> = {
  abs: () => f(2, 3).abs(),
  add: () => f(2, 1, 3).add(f(4, 1)),
  addN: () => tf.addN([f(2, 3), f(2, 3)]),
  avgPool: () => tf.avgPool(f(1, 7, 6, 2) as tf.Tensor4D, 3, 2, "same"),
  batchNorm: () => tf.batchNorm(f(1, 2, 2, 3), f(3) as tf.Tensor1D, f(3) as tf.Tensor1D),
  cast: () => f(2).cast("int32"),
  ceil: () => f(2).ceil(),
  clipByValue: () => f(2).clipByValue(0, 1),
  "concat along the last axis": () => tf.concat([f(2, 3), f(2, 1)], -1),
  conv2d: () => tf.conv2d(f(2, 9, 8, 3) as tf.Tensor4D, f(3, 2, 3, 5) as tf.Tensor4D, 2, "valid"),
  "conv2d, dilated": () => tf.conv2d(f(2, 9, 8, 3) as tf.Tensor4D, f(3, 2, 3, 5) as tf.Tensor4D, 1, "same", "NHWC", 2),
  "conv2d, fused": () =>
    tf.fused.conv2d({ x: f(9, 8, 3) as tf.Tensor3D, filter: f(3, 2, 3, 5) as tf.Tensor4D, strides: 1, pad: 1 }),
  depthwiseConv2d: () => tf.depthwiseConv2d(f(1, 9, 8, 3) as tf.Tensor4D, f(3, 3, 3, 2) as tf.Tensor4D, [2, 2], "same"),
  "depthwiseConv2d, fused": () =>
    tf.fused.depthwiseConv2d({
      x: f(9, 8, 3) as tf.Tensor3D,
      filter: f(3, 3, 3, 2) as tf.Tensor4D,
      strides: 1,
      pad: 1,
    }),
  div: () => f(2, 3).div(f(3)),
  elu: () => f(2).elu(),
  equal: () => f(2, 3).equal(f(3)),
  erf: () => f(2).erf(),
  exp: () => f(2).exp(),
  expandDims: () => f(2, 3).expandDims(-1),
  fill: () => i(2, 3),
  floor: () => f(2).floor(),
  gather: () => f(2, 3, 4).gather(i(5, 6), 1),
  greater: () => f(2, 3).greater(f(3)),
  greaterEqual: () => f(2, 3).greaterEqual(f(3)),
  identity: () => f(2, 3).clone(),
  leakyRelu: () => tf.leakyRelu(f(2)),
  less: () => f(2, 3).less(f(3)),
  lessEqual: () => f(2, 3).lessEqual(f(3)),
  log: () => f(2).log(),
  logSoftmax: () => tf.logSoftmax(f(2, 3)),
  matMul: () => tf.matMul(f(4, 2, 3), f(4, 5, 3), false, true),
  "matMul, broadcast": () => tf.matMul(f(4, 3, 2), f(1, 3, 5), true),
  "matMul, fused": () => tf.fused.matMul({ a: f(2, 3) as tf.Tensor2D, b: f(3, 5) as tf.Tensor2D }),
  max: () => f(2, 3, 4).max(1),
  "max, axis kept": () => f(2, 3, 4).max([0, -1], true),
  maximum: () => f(2, 3).maximum(f(1, 3)),
  maxPool: () => tf.maxPool(f(1, 7, 6, 2) as tf.Tensor4D, [3, 2], 2, "valid"),
  mean: () => f(2, 3, 4).mean([0, 2]),
  min: () => f(2, 3, 4).min(),
  minimum: () => f(2, 3).minimum(f(1, 3)),
  mirrorPad: () =>
    tf.mirrorPad(
      f(4, 5),
      [
        [1, 2],
        [0, 3],
      ],
      "reflect",
    ),
  mod: () => f(2, 3).mod(f(3)),
  mul: () => f(2, 3).mul(f(1)),
  neg: () => f(2).neg(),
  notEqual: () => f(2, 3).notEqual(f(3)),
  onesLike: () => tf.onesLike(f(2, 3)),
  pad: () =>
    tf.pad(
      f(2, 3),
      [
        [1, 0],
        [2, 3],
      ],
      -1,
    ),
  pow: () => f(2, 3).pow(f(3)),
  prelu: () => f(2, 3).prelu(f(3)),
  prod: () => f(2, 3).prod(0),
  reciprocal: () => f(2).reciprocal(),
  relu: () => f(2).relu(),
  relu6: () => f(2).relu6(),
  reshape: () => f(2, 6).reshape([-1, 3, 1]),
  reverse: () => f(2, 3).reverse(0),
  round: () => f(2).round(),
  rsqrt: () => f(2).rsqrt(),
  sigmoid: () => f(2).sigmoid(),
  sign: () => f(2).sign(),
  slice: () => f(5, 6).slice([1, 2], [3, -1]),
  softmax: () => tf.softmax(f(2, 3)),
  softplus: () => f(2).softplus(),
  "split into three": () => tf.split(f(2, 6), 3, -1),
  "split by sizes": () => tf.split(f(7, 2), [1, -1, 2]),
  sqrt: () => f(2).sqrt(),
  square: () => f(2).square(),
  squaredDifference: () => f(2, 3).squaredDifference(f(3)),
  step: () => f(2).step(),
  sub: () => f(2, 3).sub(f(3)),
  sum: () => f(2, 3, 4).sum([1, 2], true),
  tanh: () => f(2).tanh(),
  tile: () => f(2, 3).tile([2, 1]),
  transpose: () => f(2, 3, 4).transpose([2, 0, 1]),
  where: () => tf.where(b(2, 3), f(2, 3), f(2, 3)),
  zerosLike: () => tf.zerosLike(f(2, 3)),
};

const outlines = (made: tf.Tensor | tf.Tensor[]) => [made].flat().map(({ shape, dtype }) => ({ shape, dtype }));

describe("gives the shapes that the cpu backend gives:", () => {
  beforeAll(() => useDevice("cpu"));

  test.each(Object.entries(operations))("%s", (_, operation) => {
    const expected = tf.tidy(() => outlines(operation()));
    expect(onMeta(() => outlines(operation()))).toEqual(expected);
  });
});

test("no kernel's shape rule is left untried by these", () => {
  const ran = new Set<string>();
  for (const operation of Object.values(operations))
    onMeta(
      () => void operation(),
      (kernel) => ran.add(kernel),
    );
  expect([...ran].toSorted()).toEqual([...shapeRules.keys()].toSorted());
});

describe.each(["cpu", "wasm"])("after %s", (device) => {
  beforeAll(() => useDevice(device));

  test("the same device computes again, on tensors made before", () => {
    const x = tf.tensor([1, 2, 3]);
    expect(onMeta(() => [isMeta(), x.add(1).shape])).toEqual([true, [3]]);
    expect([isMeta(), tf.getBackend()]).toEqual([false, device]);
    expect([...x.add(1).dataSync()]).toEqual([2, 3, 4]);
  });

  test("also when what ran on shapes threw", () => {
    expect(() =>
      onMeta(() => {
        throw new Error("mine");
      }),
    ).toThrow("mine");
    expect(tf.getBackend()).toBe(device);
  });

  test("terabytes take no memory, and what was made is gone", () => {
    const before = tf.memory();
    expect(onMeta(() => tf.matMul(f(1e6, 1e6), f(1e6, 1e6)).shape)).toEqual([1e6, 1e6]);
    expect(tf.memory()).toEqual(before);
  });
});

describe("refuses", () => {
  test("to be read", () => {
    expect(() => onMeta(() => f(2).dataSync())).toThrow("meta tensor: expected no reading of values");
  });

  test("a kernel of unknown shape, by its name", () => {
    expect(() => onMeta(() => tf.topk(f(5)))).toThrow("the TensorFlow.js kernel TopK");
  });

  test.each<[string, string, () => tf.Tensor]>([
    ["matMul", "[2,3] and [4,5] share no inner size", () => f(2, 3).matMul(f(4, 5))],
    ["add", "could not be broadcast", () => f(2, 3).add(f(2))],
    ["reshape", "Size(6) must match the product of shape 4", () => f(2, 3).reshape([4])],
    ["slice", "begin[0] + size[0] (3) would overflow", () => f(2, 3).slice([0, 0], [3, 3])],
  ])("sizes that do not fit each other in %s", (_, message, operation) => {
    expect(() => onMeta(() => operation().shape)).toThrow(message);
  });
});

test("leaves it to the first operation to choose a device, where none was chosen", async () => {
  const script = `
    const { tf } = await import(${JSON.stringify(new URL("../../src/tf.ts", import.meta.url).href)});
    const { onMeta } = await import(${JSON.stringify(new URL("../../src/device/meta/meta.ts", import.meta.url).href)});
    const shape = onMeta(() => tf.fill([2], 0).add(1).shape);
    process.stdout.write(JSON.stringify([shape, tf.engine().backendName ?? null]));`;
  const { execFileSync } = await import("node:child_process");
  const output = execFileSync(process.execPath, ["--input-type=module", "--eval", script], { encoding: "utf8" });
  expect(JSON.parse(output)).toEqual([[2], null]);
});
