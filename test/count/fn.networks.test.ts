import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { countFn } from "../../src/count/fn.ts";
import { countModule } from "../../src/count/module.ts";
import { useDevice } from "../../src/device/use.ts";
import * as nn from "../../src/nn/index.ts";
import { tf } from "../../src/tf.ts";
import { golden } from "../golden/golden.ts";

beforeAll(() => useDevice("cpu"));

describe("random networks", () => {
  const block = fc.record({
    perGroup: fc.integer({ min: 1, max: 3 }),
    groups: fc.constantFrom("one", "two", "each"),
    kernel: fc.constantFrom(1, 2, 3),
    stride: fc.constantFrom(1, 2),
    bias: fc.boolean(),
    after: fc.array(fc.constantFrom("norm", "relu", "relu6", "max", "average", "dropout"), { maxLength: 3 }),
  });
  const networks = fc.record({
    blocks: fc.array(block, { minLength: 1, maxLength: 4 }),
    end: fc.constantFrom("mean", "all"),
    units: fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 2 }),
    batch: fc.integer({ min: 2, max: 3 }),
  });
  const layers: Record<string, (channels: number) => nn.Module> = {
    norm: (channels) => new nn.BatchNorm2d(channels),
    relu: () => new nn.ReLU(),
    relu6: () => new nn.ReLU6(),
    max: () => new nn.MaxPool2d(3, { stride: 1, padding: 1 }),
    average: () => new nn.AvgPool2d(2, { stride: 1, padding: 1 }),
    dropout: () => new nn.Dropout(),
  };

  type Network = typeof networks extends fc.Arbitrary<infer T> ? T : never;

  function build({ blocks, end, units }: Network): nn.Module {
    let channels = 4;
    const convolutions = blocks.map(({ perGroup, groups, kernel, stride, bias, after }) => {
      const inChannels = channels;
      const count = { one: 1, two: 2, each: inChannels }[groups]!;
      channels = perGroup * (count === 1 ? 2 : count); // even, so that two groups fit the next
      return new nn.Sequential(
        new nn.Conv2d(inChannels, channels, kernel, { stride, padding: 1, groups: count, bias }),
        ...after.map((name) => layers[name]!(channels)),
      );
    });
    const features = new nn.Sequential(
      ...convolutions,
      ...(end === "mean" ? [new nn.AdaptiveAvgPool2d(1)] : []),
      new nn.Flatten(),
    );
    let width = countModule(features, [4, 7, 6]).outputShape[1]!;
    const linears = units.map((count) => {
      const linear = new nn.Linear(width, count);
      width = count;
      return linear;
    });
    return new nn.Sequential(features, ...linears);
  }

  test("take the MACs that count.module adds up from their layers, and in training the same forward", () => {
    const property = fc.property(networks, (network) => {
      const module = build(network);
      const expected = countModule(module, [4, 7, 6], { batchSize: network.batch }).macs;
      const counted = () => countFn((x) => module.forward(x), [network.batch, 4, 7, 6]);
      expect([counted().macs, counted().unknown]).toEqual([expected, []]);
      module.eval();
      expect([counted().macs, counted().unknown]).toEqual([expected, []]);
      module.dispose();
    });
    fc.assert(property, { numRuns: 60 });
  });
});

describe("counts half the operations that PyTorch's FlopCounterMode counts:", () => {
  interface Flops {
    forward: number;
    both: number;
  }
  interface Network {
    name: string;
    input: number[];
    layers: Array<[name: string, ...given: number[]]>;
    /** Gradients for the weights alone, and also for the input. */
    weights: Flops;
    all: Flops;
  }

  /** How a layer runs on stock operations, channels last, and the shapes of its weights. */
  interface Layer {
    weights: number[][];
    run: (x: tf.Tensor, ...weights: tf.Tensor[]) => tf.Tensor;
  }

  const around = (p: number): tf.backend_util.ExplicitPadding => [
    [0, 0],
    [p, p],
    [p, p],
    [0, 0],
  ];
  const layer = (run: Layer["run"], ...weights: number[][]): Layer => ({ run, weights });

  const build: Record<string, (...given: number[]) => Layer> = {
    conv2d: (inChannels, outChannels, k, stride, padding, groups = 1, dilation = 1) => {
      const at = [stride!, around(padding!), "NHWC", dilation, "floor"] as const;
      return groups === 1
        ? layer((x, w) => tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, ...at), [k!, k!, inChannels!, outChannels!])
        : layer((x, w) => tf.depthwiseConv2d(x as tf.Tensor4D, w as tf.Tensor4D, ...at), [k!, k!, inChannels!, 1]);
    },
    convTranspose2d: (inChannels, outChannels, k, stride, padding) =>
      layer(
        (x, w) => {
          const [height, width] = x.shape.slice(1, 3).map((size) => (size - 1) * stride! - 2 * padding! + k!);
          const shape: [number, number, number, number] = [x.shape[0]!, height!, width!, outChannels!];
          return tf.conv2dTranspose(x as tf.Tensor4D, w as tf.Tensor4D, shape, stride!, padding!);
        },
        [k!, k!, outChannels!, inChannels!],
      ),
    conv3d: (inChannels, outChannels, k) =>
      layer(
        (x, w) => tf.conv3d(x as tf.Tensor5D, w as tf.Tensor5D, 1, "valid"),
        [k!, k!, k!, inChannels!, outChannels!],
      ),
    batchNorm: (channels) =>
      layer(
        (x, ...given) => tf.batchNorm(x, ...(given as [tf.Tensor1D, tf.Tensor1D, tf.Tensor1D, tf.Tensor1D])),
        ...Array.from({ length: 4 }, () => [channels!]),
      ),
    relu: () => layer(tf.relu),
    maxPool: (k) => layer((x) => tf.maxPool(x as tf.Tensor4D, k!, k!, "valid")),
    avgPool: (k) => layer((x) => tf.avgPool(x as tf.Tensor4D, k!, k!, "valid")),
    flatten: () => layer((x) => x.reshape([x.shape[0]!, -1])),
    linear: (inFeatures, outFeatures) =>
      layer(
        (x, w) =>
          flat(x)
            .matMul(w)
            .reshape([...x.shape.slice(0, -1), -1]),
        [inFeatures!, outFeatures!],
      ),
    attention: (width) => {
      const square = [width!, width!];
      return layer(
        (x, ...weights) => {
          const [query, key, value] = weights.map((w) => flat(x).matMul(w).reshape(x.shape));
          return tf.softmax(query!.matMul(key!, false, true).div(Math.sqrt(width!))).matMul(value!);
        },
        square,
        square,
        square,
      );
    },
  };

  const flat = (x: tf.Tensor) => x.reshape([-1, x.shape.at(-1)!]);

  const channelsLast = ([batch, channels, ...sizes]: number[]) =>
    sizes.length > 1 ? [batch!, ...sizes, channels!] : [batch!, channels!, ...sizes];

  /** The network as a function of its input and its weights, and their shapes. */
  function make({ input, layers }: Network) {
    const built = layers.map(([name, ...given]) => build[name]!(...given));
    const run = ([x, ...rest]: tf.Tensor[]) =>
      built.reduce((y, { weights, run }) => run(y, ...rest.splice(0, weights.length)), x!);
    return { run, shapes: [channelsLast(input), ...built.flatMap(({ weights }) => weights)] };
  }

  const networks = golden<Network[]>("flops");

  test.each(networks)("$name, forward", (network) => {
    const { run, shapes } = make(network);
    expect(2 * countFn((...tensors) => run(tensors), ...shapes).macs).toBe(network.weights.forward);
  });

  // PyTorch takes a grouped weights' gradient for a dense one; TensorFlow.js has none for dilated kernels
  const isDense = ({ layers }: Network) =>
    layers.every(([, , , , , , groups = 1, dilation = 1]) => groups * dilation === 1);

  test.each(networks.filter(isDense))("$name, backward for the weights, and for the input, too", (network) => {
    const { run, shapes } = make(network);
    const sum = (...tensors: tf.Tensor[]) => run(tensors).sum();
    const weights = countFn((x, ...rest) => tf.grads((...w) => sum(x, ...w))(rest), ...shapes);
    const all = countFn((...tensors) => tf.grads(sum)(tensors), ...shapes);
    expect([2 * weights.macs, 2 * all.macs]).toEqual([network.weights.both, network.all.both]);
  });
});
