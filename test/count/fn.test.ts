import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { countFn } from "../../src/count/fn.ts";
import { useDevice } from "../../src/device/use.ts";
import * as nn from "../../src/nn/index.ts";
import { manualSeed } from "../../src/nn/random.ts";
import { tf } from "../../src/tf.ts";

beforeAll(() => useDevice("cpu"));

const square = (x: tf.Tensor) => x.matMul(x);

describe("counting a function", () => {
  test("gives a row for each operation on the same shapes, its arithmetic and its traffic, and the totals", () => {
    const counted = countFn((x, w) => x.matMul(w).add(1).add(2).relu().flatten(), [2, 3], [3, 4]);
    expect(counted.operations).toEqual([
      {
        name: "BatchMatMul",
        calls: 1,
        ...shapes(
          [
            [2, 3],
            [3, 4],
          ],
          [[2, 4]],
        ),
        macs: 24,
        multiplications: 24,
        additions: 16,
        read: 4 * (6 + 12),
        written: 4 * 8,
      },
      {
        name: "Add",
        calls: 2,
        ...shapes([[2, 4], []], [[2, 4]]),
        ...nothing,
        additions: 16,
        read: 2 * 36,
        written: 64,
      },
      { name: "Relu", calls: 1, ...shapes([[2, 4]], [[2, 4]]), ...nothing, read: 32, written: 32 },
      { name: "Reshape", calls: 1, ...shapes([[2, 4]], [[8]]), ...nothing, read: 0, written: 0 },
    ]);
    const { macs, multiplications, additions, read, written } = counted;
    expect({ macs, multiplications, additions, read, written }).toEqual({
      macs: 24,
      multiplications: 24,
      additions: 32,
      read: 176,
      written: 128,
    });
    expect(counted.free).toEqual(["Relu", "Reshape"]);
    expect(counted.unknown).toEqual([]);
  });

  test("takes shapes, shapes with a dtype, and tensors, and reads no values of them", () => {
    const dtypes: string[] = [];
    const look = (...inputs: tf.Tensor[]) => {
      dtypes.push(...inputs.map(({ dtype, shape }) => `${dtype} ${shape}`));
    };
    countFn(look, [2], { shape: [3, 4], dtype: "int32" }, tf.tensor([true, false]), []);
    expect(dtypes).toEqual(["float32 2", "int32 3,4", "bool 2", "float32 "]);
    expect(countFn((table, at) => tf.gather(table, at), [10, 4], { shape: [3], dtype: "int32" })).toMatchObject({
      read: 4 * (12 + 3),
      written: 4 * 12,
    });
  });

  test("names operations of which no rule is known, with what it can say of them", () => {
    const spectrum = (x: tf.Tensor) => tf.abs(tf.spectral.fft(tf.complex(x, x))).add(1);
    const counted = countFn(spectrum, [8]);
    expect(counted.unknown).toEqual(["FFT", "ComplexAbs"]);
    expect(counted.operations.find(({ name }) => name === "FFT")).toMatchObject({
      outputShapes: [[8]],
      macs: null,
      additions: null,
      read: 64,
    });
    expect(counted.additions).toBe(8);
    expect(String(counted)).toContain("not counted: FFT, ComplexAbs");
  });

  test("knows of complex numbers what moves them, and not what they multiply", () => {
    const counted = countFn((x) => tf.mul(tf.complex(x, x), tf.complex(x, x)).reshape([2, 4]), [8]);
    expect([counted.unknown, counted.free]).toEqual([["Multiply"], ["Complex", "Reshape"]]);
  });

  test("goes on after a kernel that somebody else registered, and names it", () => {
    const kernelFunc: tf.KernelFunc = (given) => tf.getKernel("Identity", "cpu").kernelFunc(given);
    tf.registerKernel({ kernelName: "Mine", backendName: "cpu", kernelFunc });
    const counted = countFn((x) => tf.engine().runKernel<tf.Tensor>("Mine", { x }).square(), [3]);
    expect([counted.unknown, counted.multiplications]).toEqual([["Mine"], 3]);
    tf.unregisterKernel("Mine", "cpu");
  });

  test("shows itself as a table of what computes, in text and in HTML, and gives every row as CSV and JSON", () => {
    const counted = countFn((x) => square(x).flatten().add(1), [40, 40]);
    expect(String(counted).split("\n")).toEqual([
      "operation    output  calls    MACs  multiplications  additions   bytes",
      "BatchMatMul  40×40       1  64,000           64,000     62,400  19,200",
      "Add          1600        1       0                0      1,600  12,804",
      "total                    3  64,000           64,000     64,000  32,004",
      "no arithmetic by convention: Reshape",
    ]);
    const show = Reflect.get(counted, Symbol.for("Jupyter.display")) as () => Record<string, string>;
    expect(show.call(counted)["text/plain"]).toBe(String(counted));
    expect(show.call(counted)["text/html"]).toContain(`<td style="text-align: right">19,200</td>`);
    expect(counted.toCsv().split("\r\n")[2]).toBe("Reshape,1,40×40,1600,0,0,0,0,0");
    expect(JSON.parse(JSON.stringify(counted))).toMatchObject({
      totals: { macs: 64_000, additions: 64_000 },
      unknown: [],
      operations: [{ name: "BatchMatMul" }, { name: "Reshape" }, { name: "Add" }],
    });
  });
});

describe.each(["cpu", "wasm"])("on %s", (device) => {
  beforeAll(() => useDevice(device));
  afterAll(() => useDevice("cpu"));

  test("it takes no memory, however large the tensors, and leaves device and variables as they were", () => {
    const variable = tf.variable(tf.tensor([1, 2]));
    const before = tf.memory();
    expect(countFn(square, [1e6, 1e6]).macs).toBe(1e18);
    expect(countFn((x) => tf.grad((x) => square(x).sum())(x), [1e6, 1e6]).macs).toBe(3e18);
    const train = () => tf.train.momentum(0.1, 0.9).minimize(() => variable.square().sum());
    expect(countFn(train).operations.length).toBeGreaterThan(3);
    expect(() => countFn(() => tf.grad((x) => x.square().reshape([5]))(variable))).toThrow("Size(2)");
    expect(tf.memory()).toEqual(before);
    expect(tf.getBackend()).toBe(device);
    expect([...variable.dataSync()]).toEqual([1, 2]);
    train();
    expect(variable.dataSync()[0]).toBeCloseTo(0.8);
    variable.dispose();
  });
});

describe("tf.layers models:", () => {
  const model = (...layers: tf.layers.Layer[]) => tf.sequential({ layers });

  test("a small network for MNIST, by the arithmetic of its layers", () => {
    const network = model(
      tf.layers.conv2d({ inputShape: [28, 28, 1], filters: 8, kernelSize: 3, activation: "relu" }),
      tf.layers.batchNormalization(),
      tf.layers.separableConv2d({ filters: 16, kernelSize: 3, strides: 2, padding: "same" }),
      tf.layers.depthwiseConv2d({ kernelSize: 3, depthMultiplier: 2 }),
      tf.layers.maxPooling2d({ poolSize: 2 }),
      tf.layers.flatten(),
      tf.layers.dropout({ rate: 0.5 }),
      tf.layers.dense({ units: 10, activation: "softmax" }),
    );
    const first = 26 * 26 * 8 * 9;
    const separable = 13 * 13 * 8 * 9 + 13 * 13 * 16 * 8;
    const depthwise = 11 * 11 * 32 * 9;
    const dense = 5 * 5 * 32 * 10;
    const before = tf.memory();
    for (const batch of [1, 3]) {
      const counted = countFn((x) => network.predict(x), [batch, 28, 28, 1]);
      expect(counted.macs).toBe(batch * (first + separable + depthwise + dense));
      expect(counted.unknown).toEqual([]);
    }
    expect(tf.memory()).toEqual(before);
    expect((network.predict(tf.ones([1, 28, 28, 1])) as tf.Tensor).sum().dataSync()[0]).toBeCloseTo(1);
    network.dispose();
  });

  test("several inputs, upsampling, transposed and three-dimensional convolutions", () => {
    const [image, volume] = [tf.input({ shape: [8, 8, 2] }), tf.input({ shape: [4, 4, 4, 1] })];
    const up = tf.layers.upSampling2d({ size: [2, 2] }).apply(image) as tf.SymbolicTensor;
    const transposed = tf.layers
      .conv2dTranspose({ filters: 3, kernelSize: 2, strides: 2 })
      .apply(up) as tf.SymbolicTensor;
    const cube = tf.layers.conv3d({ filters: 2, kernelSize: 3 }).apply(volume) as tf.SymbolicTensor;
    const flat = [transposed, cube].map((x) => tf.layers.flatten().apply(x) as tf.SymbolicTensor);
    const joined = tf.layers.concatenate().apply(flat) as tf.SymbolicTensor;
    const outputs = tf.layers.dense({ units: 1 }).apply(joined) as tf.SymbolicTensor;
    const network = tf.model({ inputs: [image, volume], outputs });
    const counted = countFn((a, b) => network.predict([a, b]), [1, 8, 8, 2], [1, 4, 4, 4, 1]);
    expect(counted.macs).toBe(16 * 16 * 2 * 4 * 3 + 8 * 2 * 27 + (32 * 32 * 3 + 16));
    network.dispose();
  });

  test("a recurrent network: each step its products", () => {
    const network = model(tf.layers.lstm({ inputShape: [5, 4], units: 3 }), tf.layers.dense({ units: 2 }));
    expect(countFn((x) => network.predict(x), [2, 5, 4]).macs).toBe(2 * 5 * (4 + 3) * 4 * 3 + 2 * 3 * 2);
    network.dispose();
  });

  test("a training step: forward, and as much again for the gradients of each layer's weights and of its input", () => {
    const network = model(
      tf.layers.conv2d({ inputShape: [6, 6, 2], filters: 4, kernelSize: 3 }),
      tf.layers.flatten(),
      tf.layers.dense({ units: 5 }),
    );
    const [convolution, dense] = [4 * 4 * 4 * 9 * 2, 64 * 5];
    const step = (x: tf.Tensor, y: tf.Tensor) =>
      tf.train
        .sgd(0.1)
        .minimize(() => tf.losses.meanSquaredError(y, network.apply(x, { training: true }) as tf.Tensor));
    const before = network.getWeights().map((weight) => weight.dataSync()[0]);
    expect(countFn(step, [3, 6, 6, 2], [3, 5]).macs).toBe(3 * 3 * (convolution + dense));
    expect(network.getWeights().map((weight) => weight.dataSync()[0])).toEqual(before);
    network.dispose();
  });
});

describe("a training step of modules", () => {
  const build = () =>
    new nn.Sequential(
      new nn.Conv2d(2, 8, 3, { bias: false }),
      new nn.BatchNorm2d(8),
      new nn.ReLU(),
      new nn.Dropout2d(),
      new nn.Flatten(),
      new nn.Linear(8 * 4 * 4, 10),
    );
  const step = (network: nn.Module) => (x: tf.Tensor, y: tf.Tensor) => {
    const loss = () => tf.losses.softmaxCrossEntropy(y, network.forward(x)) as tf.Scalar;
    const { grads } = tf.variableGrads(loss, network.parameters());
    tf.train.adam(0.01).applyGradients(Object.entries(grads).map(([name, tensor]) => ({ name, tensor })));
  };

  test("is counted before the module has tensors as after, and changes nothing", () => {
    const network = build();
    const before = tf.memory();
    const unmade = countFn(step(network), [2, 2, 6, 6], [2, 10]);
    expect(tf.memory()).toEqual(before);
    const state = () => Object.values(network.stateDict()).map((tensor) => [...tensor.dataSync()]);
    const values = state();
    expect(countFn(step(network), [2, 2, 6, 6], [2, 10]).macs).toBe(unmade.macs);
    expect(state()).toEqual(values);
    expect(unmade.unknown).toEqual([]);
    network.dispose();
  });

  test("takes the forward's MACs for the weights, and for a linear layer's input; the image's gradient, which nobody asked for, is not computed", () => {
    const network = build();
    const convolution = 4 * 4 * 8 * 2 * 9;
    const linear = 128 * 10;
    const backward = convolution + 2 * linear;
    expect(countFn(step(network), [1, 2, 6, 6], [1, 10]).macs).toBe(convolution + linear + backward);
  });
});

describe("refuses what is no function to count:", () => {
  const module = new nn.ReLU();
  test.each<[string, () => unknown, string]>([
    ["a module", () => countFn(module as never, [3]), "expected a function of tensors, received an object"],
    ["no shape", () => countFn(square, "3x3" as never), `count.fn: expected example 1 to be a shape with the batch`],
    ["half a pixel", () => countFn(square, [3], [0.5]), "expected example 2 to be a shape"],
    ["an unknown dtype", () => countFn(square, { shape: [2], dtype: "float16" as never }), "expected example 1 to be"],
    ["a promise", () => countFn(async (x) => x.square(), [3]), "received one that returns a promise"],
    ["a broken promise", () => countFn(async (x) => x.data(), [3]), "received one that returns a promise"],
    ["values that are read", () => countFn((x) => x.dataSync(), [3]), "meta tensor: expected no reading of values"],
    ["shapes that depend on values", () => countFn((x) => tf.unique(x), [3]), "the TensorFlow.js kernel Unique"],
    ["what does not fit", () => countFn(square, [2, 3]), "[2,3] and [2,3] share no inner size"],
  ])("%s", (_, counting, message) => {
    expect(counting).toThrow(message);
    expect(tf.getBackend()).toBe("cpu");
  });
});

const nothing = { macs: 0, multiplications: 0, additions: 0 };

function shapes(inputShapes: number[][], outputShapes: number[][]) {
  return { inputShapes, outputShapes };
}

test("counting a dropout at work draws no random numbers", () => {
  const dropout = new nn.Dropout(0.5);
  const drawn = (before: () => void) => {
    manualSeed(1);
    before();
    return tf.tidy(() => dropout.forward(tf.ones([16])).dataSync());
  };
  expect(drawn(() => countFn((x) => dropout.forward(x), [100]))).toEqual(drawn(() => {}));
});
