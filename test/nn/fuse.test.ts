import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { count } from "../../src/count/index.ts";
import { useDevice } from "../../src/device/use.ts";
import { create } from "../../src/models/list.ts";
import * as nn from "../../src/nn/index.ts";
import { tf } from "../../src/tf.ts";
import { launched, ofEach, useWatched, watched } from "../conv/watched.ts";
import { devices } from "../device/devices.ts";
import { weight } from "../models/weights-by-formula.ts";

/** Sets every tensor of a module to numbers that no initialisation gives, running statistics among them. */
function fill<T extends nn.AnyModule>(module: T): T {
  for (const [name, variable] of Object.entries(module.stateDict())) {
    const { shape } = variable;
    if (variable.dtype === "float32") tf.tidy(() => variable.assign(tf.tensor(weight(name, shape, 1), shape)));
  }
  return module.eval() as T;
}

/** The furthest of b from a, as a share of the largest of a. */
async function distance(a: tf.Tensor, b: tf.Tensor): Promise<number> {
  const [wanted, actual] = [await a.data<"float32">(), await b.data<"float32">()];
  expect(b.shape).toEqual(a.shape);
  const largest = wanted.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return wanted.reduce((most, value, i) => Math.max(most, Math.abs(value - actual[i]!)), 0) / largest;
}

const conv = (inChannels: number, outChannels: number, options: nn.Conv2dLayerOptions = {}, kernel = 3) =>
  new nn.Conv2d(inChannels, outChannels, kernel, { bias: false, ...options });

describe("published networks give the same once they are fused:", () => {
  beforeAll(() => useDevice("wasm"));

  test.each([
    { name: "mobilenet_v1", fused: 14, separable: 13 },
    { name: "mobilenet_v2", fused: 35, separable: 17 },
    { name: "mobilenet_v3_small", fused: 32, separable: 2 },
    { name: "resnet18", fused: 3, separable: 0 },
    { name: "shufflenet_v2_x0_5", fused: 37, separable: 19 },
    { name: "efficientnet_b0", fused: 49, separable: 0 },
    { name: "xception", fused: 40, separable: 34 },
  ])("$name", async ({ name, fused: expected, separable }) => {
    const network = fill(create(name) as nn.Module);
    const before = count.module(network);
    const fused = nn.fuse(network);
    expect(fused.fusions).toHaveLength(expected);
    expect(fused.fusions.filter(({ by }) => by === "separableConv2d")).toHaveLength(separable);
    const x = tf.randomNormal([1, 3, 64, 64], 0, 1, "float32", 1);
    const y = network.forward(x);
    expect(await distance(y, network.forward(tf.zerosLike(x)))).toBeGreaterThan(0.01);
    expect(await distance(y, fused.forward(x))).toBeLessThan(1e-4);
    const after = count.module(fused);
    expect(after.macs).toBe(before.macs);
    expect(after.uncounted).toEqual(before.uncounted);
    expect(after.parameters).toBe(fused.parameters().reduce((sum, { size }) => sum + size, 0));
    expect(after.parameters).toBeLessThan(before.parameters);
    expect(count.module(network)).toEqual(before);
    fused.dispose();
    network.dispose();
  });
});

describe.each(devices)("on %s a fused network", (device) => {
  beforeAll(() => useDevice(device));

  test("gives the same, and leaves nothing but its folded tensors", async () => {
    const network = fill(
      new nn.Sequential(
        conv(3, 8, { bias: true, stride: 2 }),
        new nn.BatchNorm2d(8, { eps: 1e-2 }),
        new nn.ReLU6(),
        new nn.Sequential(
          new nn.Sequential(conv(8, 16, { padding: 1, groups: 8 }), new nn.BatchNorm2d(16), new nn.ReLU()),
          new nn.Sequential(conv(16, 4, {}, 1), new nn.BatchNorm2d(4, { affine: false })),
        ),
      ),
    );
    const x = tf.randomNormal([2, 3, 9, 9], 0, 1, "float32", 1);
    const y = network.forward(x);
    const before = tf.memory().numTensors;
    const fused = nn.fuse(network);
    expect(tf.memory().numTensors).toBe(before + 6);
    const z = fused.forward(x);
    expect(tf.memory().numTensors).toBe(before + 7);
    expect(await distance(y, z)).toBeLessThan(1e-4);
    fused.dispose();
    z.dispose();
    expect(tf.memory().numTensors).toBe(before);
    network.dispose();
    tf.dispose([x, y]);
  });
});

describe("what is fused:", () => {
  beforeAll(() => useDevice("cpu"));
  const fusionsOf = (...modules: nn.Module[]) => nn.fuse(new nn.Sequential(...modules).eval()).fusions;

  test("a convolution, its batch norm and its activation, and either without the other", () => {
    expect(fusionsOf(conv(3, 4), new nn.BatchNorm2d(4), new nn.ReLU())).toEqual([
      { layers: ["0", "1", "2"], by: "conv2d" },
    ]);
    expect(fusionsOf(conv(3, 4), new nn.ReLU6())).toEqual([{ layers: ["0", "1"], by: "conv2d" }]);
    expect(fusionsOf(conv(3, 4), new nn.BatchNorm2d(4), new nn.Hardswish())).toEqual([
      { layers: ["0", "1"], by: "conv2d" },
    ]);
  });

  test("a depthwise convolution and the pointwise one behind it, across the sequences that hold them", () => {
    const depthwise = new nn.Sequential({
      conv: conv(4, 8, { groups: 4 }),
      norm: new nn.BatchNorm2d(8),
      act: new nn.ReLU(),
    });
    const pointwise = new nn.Sequential({ conv: conv(8, 3, {}, 1), norm: new nn.BatchNorm2d(3) });
    expect(fusionsOf(depthwise, pointwise, new nn.ReLU6())).toEqual([
      { layers: ["0.conv", "0.norm", "0.act", "1.conv", "1.norm", "2"], by: "separableConv2d" },
    ]);
    expect(fusionsOf(conv(4, 4, { groups: 4 }), conv(4, 3, {}, 1))).toEqual([
      { layers: ["0", "1"], by: "separableConv2d" },
    ]);
  });

  test.each([
    ["a batch norm without running statistics", [conv(3, 4), new nn.BatchNorm2d(4, { trackRunningStats: false })]],
    ["one before a convolution", [new nn.BatchNorm2d(3), new nn.ReLU(), conv(3, 4)]],
    ["a convolution by itself", [conv(3, 4), new nn.MaxPool2d(2), new nn.ReLU()]],
    ["a pointwise convolution at a stride", [conv(4, 4, { groups: 4 }), conv(4, 3, { stride: 2 }, 1)]],
    ["a pointwise convolution that pads", [conv(4, 4, { groups: 4 }), conv(4, 3, { padding: 1 }, 1)]],
    ["a pointwise convolution in groups", [conv(4, 4, { groups: 4 }), conv(4, 4, { groups: 2 }, 1)]],
    [
      "an activation between that is not computed with it",
      [conv(4, 4, { groups: 4 }), new nn.SiLU(), conv(4, 3, {}, 1)],
    ],
  ])("not %s", (_, modules) => {
    expect(fusionsOf(...modules)).toEqual([]);
  });

  test("not what a class that extends a layer or a sequence does otherwise", () => {
    class Louder extends nn.ReLU {
      override forward(x: tf.Tensor) {
        return tf.tidy(() => super.forward(x).mul(2));
      }
    }
    class Twice extends nn.Sequential {
      override forward(x: tf.Tensor) {
        return tf.tidy(() => super.forward(super.forward(x)));
      }
    }
    expect(fusionsOf(conv(3, 4), new Louder())).toEqual([]);
    expect(fusionsOf(conv(3, 3), new Twice(new nn.BatchNorm2d(3), new nn.ReLU()))).toEqual([]);
  });

  test("a sequence that stands in two places by itself, since what is around it differs", async () => {
    const shared = new nn.Sequential(conv(4, 4, { padding: 1, groups: 4 }), new nn.BatchNorm2d(4));
    const network = fill(new nn.Sequential(shared, new nn.ReLU(), shared, conv(4, 3, {}, 1)));
    const fused = nn.fuse(network);
    expect(fused.fusions).toEqual([{ layers: ["0.0", "0.1"], by: "conv2d" }]);
    const x = tf.randomNormal([1, 4, 6, 6]);
    expect(await distance(network.forward(x), fused.forward(x))).toBeLessThan(1e-5);
  });

  test("one convolution with each of two batch norms", async () => {
    const shared = conv(4, 4, { padding: 1 });
    const norms = [new nn.BatchNorm2d(4), new nn.BatchNorm2d(4)] as const;
    const network = fill(new nn.Sequential(shared, norms[0], shared, norms[1]));
    const fused = nn.fuse(network);
    expect(fused.fusions.map(({ layers }) => layers)).toEqual([
      ["0", "1"],
      ["2", "3"],
    ]);
    const x = tf.randomNormal([1, 4, 6, 6]);
    expect(await distance(network.forward(x), fused.forward(x))).toBeLessThan(1e-5);
  });
});

describe("a fused network", () => {
  beforeEach(() => useDevice("cpu"));
  const separable = () =>
    fill(
      new nn.Sequential({
        depthwise: conv(4, 4, { padding: 1, groups: 4 }),
        norm: new nn.BatchNorm2d(4),
        relu: new nn.ReLU(),
        pointwise: conv(4, 6, {}, 1),
        flatten: new nn.Flatten(),
        head: new nn.Linear(6 * 25, 2),
      }),
    );

  test("runs one kernel for both passes, where the device has one", async () => {
    await useWatched({ ...ofEach("watched"), separable: [watched("separable", "fused")] });
    const network = separable();
    nn.fuse(network).forward(tf.ones([1, 4, 5, 5]));
    expect(launched()).toEqual(["separable by fused"]);
  });

  test("has the network's names, its own folded tensors and those of the other layers", () => {
    const network = separable();
    const fused = nn.fuse(network);
    const state = fused.stateDict();
    expect(Object.fromEntries(Object.entries(state).map(([name, { shape }]) => [name, shape]))).toEqual({
      "depthwise.depthwise": [4, 1, 3, 3],
      "depthwise.depthwiseBias": [4],
      "depthwise.pointwise": [6, 4, 1, 1],
      "head.weight": [2, 150],
      "head.bias": [2],
    });
    expect(fused.namedModules().map(([name]) => name)).toEqual(["", "depthwise", "flatten", "head"]);
    expect(state["head.weight"]).toBe(network.stateDict()["head.weight"]);
    fused.loadStateDict({ ...state, "depthwise.depthwiseBias": tf.ones([4]) });
    expect(state["depthwise.depthwiseBias"]!.dataSync()).toEqual(Float32Array.of(1, 1, 1, 1));
    fused.dispose();
    expect(state["head.weight"]!.isDisposed).toBe(false);
    expect(state["depthwise.depthwise"]!.isDisposed).toBe(true);
    expect(network.forward(tf.ones([1, 4, 5, 5])).shape).toEqual([1, 2]);
  });

  test("is counted as what it computes", () => {
    const network = fill(
      new nn.Sequential(
        conv(3, 4),
        new nn.ReLU(),
        conv(4, 4, { groups: 4 }, 5),
        new nn.BatchNorm2d(4),
        conv(4, 6, {}, 1),
      ),
    );
    const [before, after] = [network, nn.fuse(network)].map((module) => count.module(module, [3, 12, 12]));
    expect(after!.layers.map(({ name, kind, macs }) => [name, kind, macs])).toEqual([
      ["0", "convolution 3×3", 100 * 9 * 3 * 4],
      ["2", "separable 5×5", 36 * (25 * 4 + 4 * 6)],
    ]);
    expect(after!.macs).toBe(before!.macs);
    expect(after!.read + after!.written).toBeLessThan(before!.read + before!.written);
  });

  test("is differentiable", async () => {
    const network = separable();
    const fused = nn.fuse(network);
    const x = tf.randomNormal([1, 4, 5, 5]);
    const gradient = (module: nn.Module) => tf.grad((x) => tf.sum(module.forward(x)))(x);
    expect(await distance(gradient(network), gradient(fused))).toBeLessThan(1e-5);
  });

  test("leaves the network as it is, also where its forward throws", () => {
    const network = separable();
    const modules = [...network.modules];
    const names = network.namedModules().map(([name]) => name);
    const fused = nn.fuse(network);
    expect(() => fused.forward(tf.ones([1, 5, 5, 5]))).toThrow("expected x to be [N, 4, H, W]");
    expect(() => fused.forward(tf.ones([1, 1, 5, 5]))).toThrow("expected x to be [N, 4, H, W]");
    expect([...network.modules]).toEqual(modules);
    expect(network.namedModules().map(([name]) => name)).toEqual(names);
  });

  test("takes a network of several inputs and outputs", () => {
    class Pair extends nn.Module<{ left: tf.Tensor; right: tf.Tensor }> {
      layers = new nn.Sequential(conv(1, 2), new nn.ReLU());
      scale = tf.variable(tf.ones([1]));
      forward(left: tf.Tensor, right: tf.Tensor) {
        return { left: this.layers.forward(left), right: this.layers.forward(right) };
      }
    }
    const fused = nn.fuse(new Pair().eval());
    const { left, right } = fused.forward(tf.ones([1, 1, 4, 4]), tf.ones([1, 1, 5, 5]));
    expect([left.shape, right.shape]).toEqual([
      [1, 2, 2, 2],
      [1, 2, 3, 3],
    ]);
    expect(Object.keys(fused.stateDict())).toEqual(["scale", "layers.0.weight"]);
  });
});

describe("nn.fuse refuses", () => {
  beforeAll(() => useDevice("cpu"));
  const network = () => new nn.Sequential(conv(1, 2), new nn.BatchNorm2d(2), new nn.ReLU()).eval();

  test("what is no module", () => {
    expect(() => nn.fuse({} as never)).toThrow("nn.fuse: expected an nn.Module, received an object");
  });

  test("a network in training mode, and one of which a part is", () => {
    expect(() => nn.fuse(network().train())).toThrow("received one in training mode; call network.eval() first");
    const partly = network();
    partly.modules[1]!.train();
    expect(() => nn.fuse(partly)).toThrow('expected a network in eval mode, received "1" in training mode');
  });

  test("a fused network, to train one, and to run one whose network trains", () => {
    const whole = network();
    const fused = nn.fuse(whole);
    expect(() => nn.fuse(fused)).toThrow("received one that is fused already");
    expect(() => fused.train()).toThrow("train the network that was fused, and fuse it again");
    expect(fused.eval()).toBe(fused);
    whole.train();
    expect(() => fused.forward(tf.ones([1, 1, 4, 4]))).toThrow("expected the network in eval mode, as it was fused");
  });
});
