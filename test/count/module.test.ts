import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { countModule } from "../../src/count/module.ts";
import { useDevice } from "../../src/device/use.ts";
import * as nn from "../../src/nn/index.ts";
import { tf } from "../../src/tf.ts";
import { networks } from "./networks.ts";

beforeAll(() => useDevice("cpu"));

const separable = (inChannels: number, outChannels: number, stride: number) =>
  new nn.Sequential(
    new nn.Conv2d(inChannels, inChannels, 3, { stride, padding: 1, groups: inChannels, bias: false }),
    new nn.BatchNorm2d(inChannels),
    new nn.ReLU(),
    new nn.Conv2d(inChannels, outChannels, 1, { bias: false }),
    new nn.BatchNorm2d(outChannels),
    new nn.ReLU(),
  );

/** Table 1 of arXiv 1704.04861, its last depthwise layer at stride 1. */
function mobilenet(): nn.Module {
  const strides = [1, 2, 1, 2, 1, 2, 1, 1, 1, 1, 1, 2, 1];
  const widths = [32, 64, 128, 128, 256, 256, 512, 512, 512, 512, 512, 512, 1024, 1024];
  return new nn.Sequential(
    new nn.Conv2d(3, 32, 3, { stride: 2, padding: 1, bias: false }),
    new nn.BatchNorm2d(32),
    new nn.ReLU(),
    ...strides.map((stride, i) => separable(widths[i]!, widths[i + 1]!, stride)),
    new nn.AdaptiveAvgPool2d(1),
    new nn.Flatten(),
    new nn.Linear(1024, 1000),
  );
}

describe("counts what is published:", () => {
  test("MobileNet, 569 M mult-adds and 4.2 M parameters", () => {
    const { macs, parameters, outputShape, uncounted } = countModule(mobilenet(), [3, 224, 224]);
    expect({ macs, parameters, outputShape, uncounted }).toEqual({
      macs: 568_740_352,
      parameters: 4_231_976,
      outputShape: [1, 1000],
      uncounted: [],
    });
  });

  test("VGG16, 15.47 G and 138 M", () => {
    const { macs, parameters } = countModule(networks["vgg16"]![0](), [3, 224, 224]);
    expect({ macs, parameters }).toEqual({ macs: 15_470_264_320, parameters: 138_357_544 });
  });
});

describe("counting a module", () => {
  test("allocates nothing and leaves device, mode and running statistics as they were", () => {
    const network = new nn.Sequential(new nn.Linear(1e6, 1e6), new nn.Sequential(new nn.Dropout().eval()));
    const before = tf.memory();
    expect(countModule(network, [1e6]).macs).toBe(1e12);
    expect(tf.memory()).toEqual(before);
    expect(tf.getBackend()).toBe("cpu");
    expect(network.namedModules().map(([, { training }]) => training)).toEqual([true, true, true, false]);

    const norm = new nn.BatchNorm2d(1);
    const statistics = () => Object.values(norm.stateDict()).map((value) => value.dataSync()[0]);
    const values = statistics();
    countModule(norm, [1, 4, 4]);
    expect(statistics()).toEqual(values);
    norm.dispose();
  });

  test("gives a row for each layer as it ran, with its shapes", () => {
    const { layers } = countModule(networks["mnist"]![0](), [1, 28, 28]);
    expect(layers.map(({ name, type, inputShapes, outputShapes }) => [name, type, inputShapes, outputShapes])).toEqual([
      ["conv1", "Conv2d", [[1, 1, 28, 28]], [[1, 10, 24, 24]]],
      ["conv2", "Conv2d", [[1, 10, 12, 12]], [[1, 20, 8, 8]]],
      ["conv2Drop", "Dropout2d", [[1, 20, 8, 8]], [[1, 20, 8, 8]]],
      ["fc1", "Linear", [[1, 320]], [[1, 50]]],
      ["fc2", "Linear", [[1, 50]], [[1, 10]]],
    ]);
  });

  test("adds a layer's arithmetic each time it runs and its parameters once", () => {
    const { layers, parameters, macs } = countModule(networks["twice"]![0](), [4, 16, 16]);
    expect(layers.map((layer) => layer.parameters)).toEqual([148, 0]);
    expect({ parameters, macs }).toEqual({ parameters: 148, macs: 2 * 4 * 4 * 9 * 256 });
  });

  test("adds up several inputs' branches", () => {
    const { macs } = countModule(networks["two inputs"]![0](), [
      [1, 16, 16],
      [3, 16, 16],
    ]);
    expect(macs).toBe((1 + 3) * 2 * 9 * 14 * 14);
  });

  test("counts what a module of your own computes, and products outside of layers", () => {
    class Swish extends nn.Module {
      forward(x: tf.Tensor): tf.Tensor {
        return x.mul(x.sigmoid());
      }
    }
    class Attention extends nn.Module {
      swish = new Swish();
      scale = tf.variable(tf.ones([1]));
      forward(x: tf.Tensor): tf.Tensor {
        return this.swish.forward(x).matMul(x, false, true).mul(this.scale);
      }
    }
    const attention = new nn.Sequential(new Attention());
    const counted = countModule(attention, [4], { batchSize: 2 });
    expect(counted.uncounted).toEqual([]);
    expect(counted.layers.map(({ name, macs, parameters }) => [name, macs, parameters])).toEqual([
      ["0.swish", 0, 0],
      ["0", 2 * 4 * 2, 1],
    ]);
    attention.dispose();
  });

  test("names operations of which it is not known what they cost", () => {
    class Spectrum extends nn.Module {
      forward(x: tf.Tensor): tf.Tensor {
        return tf.abs(tf.spectral.rfft(x));
      }
    }
    const counted = countModule(new nn.Sequential(new Spectrum()), [8]);
    expect(counted.uncounted).toEqual([`FFT in "0" (Spectrum)`, `ComplexAbs in "0" (Spectrum)`]);
    expect(counted.layers.map(({ macs }) => macs)).toEqual([null]);
    expect(String(counted)).toContain(`not counted: FFT in "0" (Spectrum)`);
  });

  test("shows itself as a table, in text and in HTML", () => {
    const counted = countModule(new nn.Sequential(new nn.Linear(30, 40), new nn.ReLU()), [30], { batchSize: 2 });
    expect(String(counted).split("\n")).toEqual([
      "layer  type    output  parameters   MACs  bytes  FLOPs/byte  sees",
      "0      Linear    2×40       1,240  2,400  5,520        0.88",
      "1      ReLU      2×40           0      0    640        0.00",
      "total            2×40       1,240  2,400  6,160        0.79",
    ]);
    const show = Reflect.get(counted, Symbol.for("Jupyter.display")) as () => Record<string, string>;
    expect(show.call(counted)["text/plain"]).toBe(String(counted));
    expect(show.call(counted)["text/html"]).toContain(`<td style="text-align: right">2,400</td>`);
  });
});

describe("a shape that does not fit is refused by the layer's name and number, what came and what was expected:", () => {
  const conv = () => new nn.Conv2d(3, 4, 3);
  test.each<[string, nn.Module, string]>([
    [
      "in a Linear without Flatten",
      new nn.Sequential(conv(), new nn.Sequential(new nn.ReLU(), new nn.Linear(10, 2))),
      `count.module: layer 3, "1.1" (Linear), got [1, 4, 62, 62]; nn.Linear: expected x to be [*, 10], received`,
    ],
    [
      "in a second convolution",
      new nn.Sequential(conv(), conv()),
      `count.module: layer 2, "1" (Conv2d), got [1, 4, 62, 62]; nn.Conv2d: expected x to be [N, 3, H, W] or [3, H, W]`,
    ],
    [
      "in a window larger than the map",
      new nn.Sequential(new nn.MaxPool2d(40), new nn.AvgPool2d(2)),
      `count.module: layer 2, "1" (AvgPool2d), got [1, 3, 1, 1]; nn.AvgPool2d: expected x to be`,
    ],
    [
      "in the module itself",
      new nn.Linear(3, 3),
      "count.module: layer 1, Linear, got [1, 3, 64, 64]; nn.Linear: expected",
    ],
  ])("%s", (_, module, message) => {
    expect(() => countModule(module, [3, 64, 64])).toThrow(message);
    expect(tf.getBackend()).toBe("cpu");
    expect(module.namedModules().filter(([, layer]) => Object.hasOwn(layer, "forward"))).toEqual([]);
  });
});

describe("refuses what is no question to ask:", () => {
  const relu = new nn.ReLU();
  test.each<[string, () => unknown, string]>([
    ["no module", () => countModule(tf.relu as never, [3]), "expected an nn.Module, received a function"],
    ["no shape", () => countModule(relu, undefined as never), "inputShape to be the input's sizes without the batch"],
    ["an empty shape", () => countModule(relu, []), "inputShape to be the input's sizes without the batch"],
    ["half a pixel", () => countModule(relu, [3, 0.5]), "received [3, 0.5]; write [3, 64, 64]"],
    ["no batch", () => countModule(relu, [3], { batchSize: 0 }), "batchSize to be an integer of 1 or more, received 0"],
    ["torch's name", () => countModule(relu, [3], { batch_size: 2 } as object), "did you mean batchSize?"],
  ])("%s", (_, attempt, message) => {
    expect(attempt).toThrow(message);
    expect(tf.getBackend()).toBe("cpu");
  });
});

describe("for any chain of layers", () => {
  const channels = fc.integer({ min: 1, max: 5 });
  const chains = fc.array(fc.tuple(channels, fc.boolean(), fc.constantFrom("norm", "relu", "pool", "none")), {
    minLength: 1,
    maxLength: 5,
  });
  const build = (chain: Array<[number, boolean, string]>) => {
    let inChannels = 2;
    const blocks = chain.map(([width, bias, kind]) => {
      const conv = new nn.Conv2d(inChannels, width, 3, { padding: 1, bias });
      inChannels = width;
      const after = {
        norm: [new nn.BatchNorm2d(width)],
        relu: [new nn.ReLU()],
        pool: [new nn.MaxPool2d(2, { stride: 1, padding: 1 })],
      };
      return new nn.Sequential(conv, ...(after[kind as "norm"] ?? []));
    });
    return new nn.Sequential(...blocks);
  };

  test("the totals are the sums of the rows, the output's shape is forward's, the parameters are the tensors'", () => {
    fc.assert(
      fc.property(chains, (chain) => {
        const module = build(chain);
        const counted = countModule(module, [2, 6, 6], { batchSize: 2 });
        const sum = (key: "parameters" | "macs" | "multiplications" | "additions") =>
          counted.layers.reduce((total, layer) => total + layer[key]!, 0);
        expect(counted).toMatchObject({
          parameters: sum("parameters"),
          macs: sum("macs"),
          multiplications: sum("multiplications"),
          additions: sum("additions"),
          outputShape: tf.tidy(() => module.forward(tf.zeros([2, 2, 6, 6])).shape),
        });
        expect(counted.parameters).toBe(module.parameters().reduce((total, { size }) => total + size, 0));
        module.dispose();
      }),
      { numRuns: 30 },
    );
  });
});

test("counts operations as another program does where its convention is asked for, and leaves the MACs", () => {
  const network = () => new nn.Sequential(new nn.Conv2d(3, 4, 3, { padding: 1 }), new nn.BatchNorm2d(4), new nn.ReLU());
  const counted = countModule(network(), [3, 8, 8], { convention: "thop" });
  const outputs = 4 * 8 * 8;
  expect(counted.layers.map(({ operations }) => operations)).toEqual([27 * outputs, 4 * outputs, 0]);
  expect(counted).toMatchObject({ convention: "thop", macs: 27 * outputs, operations: 31 * outputs });
  expect(`${counted}`.split("\n")[0]).toBe(
    "layer  type          output  parameters   MACs   thop  bytes  FLOPs/byte  sees",
  );
  expect(countModule(network(), [3, 8, 8], { convention: "flops+bias" }).operations).toBe(55 * outputs);
  expect(() => countModule(network(), [3, 8, 8], { convention: "THOP" as never })).toThrow('write "thop"');
});
