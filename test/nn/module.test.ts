import { beforeAll, describe, expect, test } from "vitest";
import { useDevice } from "../../src/device/use.ts";
import * as nn from "../../src/nn/index.ts";
import { manualSeed } from "../../src/nn/random.ts";
import { tf } from "../../src/tf.ts";
import { descend } from "./descent.ts";

beforeAll(() => useDevice("cpu"));

class Block extends nn.Module {
  name = "not a module";
  first = new nn.Conv2d(2, 2, 1);
  scale = tf.variable(tf.ones([2, 1, 1]));
  layers = [new nn.BatchNorm2d(2), new nn.ReLU()];
  count = tf.variable(tf.scalar(0), false);

  forward(x: tf.Tensor): tf.Tensor {
    return tf.tidy(() => this.layers.reduce((y, layer) => layer.forward(y), this.first.forward(x).mul(this.scale)));
  }
}

describe("a module", () => {
  test("has its parts by PyTorch's names: own parameters, own buffers, then children in order", () => {
    const block = new Block();
    expect(block.namedChildren().map(([name]) => name)).toEqual(["first", "layers.0", "layers.1"]);
    expect(Object.keys(new nn.Sequential(block).stateDict())).toEqual([
      "0.scale",
      "0.count",
      "0.first.weight",
      "0.first.bias",
      "0.layers.0.weight",
      "0.layers.0.bias",
      "0.layers.0.running_mean",
      "0.layers.0.running_var",
      "0.layers.0.num_batches_tracked",
    ]);
    expect(block.namedParameters().map(([name]) => name)).toEqual([
      "scale",
      "first.weight",
      "first.bias",
      "layers.0.weight",
      "layers.0.bias",
    ]);
    block.dispose();
  });

  test("that stands in two places is one module with one set of parameters, under both names in the state", () => {
    const linear = new nn.Linear(2, 2, { bias: false });
    const twice = new nn.Sequential(linear, new nn.Sequential(linear));
    expect(twice.namedModules().map(([name]) => name)).toEqual(["", "0", "1"]);
    expect(twice.parameters()).toEqual([linear.weight]);
    expect(Object.keys(twice.stateDict())).toEqual(["0.weight", "1.0.weight"]);
    twice.dispose();
  });

  test("takes no memory before it is used", () => {
    const before = tf.memory();
    expect(new nn.Linear(1e6, 1e6).inFeatures).toBe(1e6);
    expect(tf.memory()).toEqual(before);
  });

  test("frees all it holds and is not used afterwards", () => {
    const before = tf.memory().numTensors;
    const network = new nn.Sequential(new nn.Conv2d(2, 2, 1), new nn.BatchNorm2d(2));
    tf.tidy(() => void network.forward(tf.ones([1, 2, 3, 3])));
    network.dispose();
    network.dispose();
    expect(tf.memory().numTensors).toBe(before);
    expect(() => tf.tidy(() => network.forward(tf.ones([1, 2, 3, 3])))).toThrow(
      "expected a module that was not disposed",
    );
  });

  test("passes train() and eval() on to its parts, and applies a function to children first", () => {
    const network = new nn.Sequential(new nn.Sequential(new nn.ReLU()));
    const modes = () => network.namedModules().map(([, { training }]) => training);
    expect(modes()).toEqual([true, true, true]);
    network.eval();
    expect(modes()).toEqual([false, false, false]);
    network.train();
    const order: nn.AnyModule[] = [];
    network.apply((module) => order.push(module));
    expect(order).toEqual(
      network
        .namedModules()
        .map(([, module]) => module)
        .toReversed(),
    );
  });

  test("lets a watcher in between and is afterwards as it was", () => {
    const relu = new nn.ReLU();
    const seen: number[][] = [];
    const watch = (label: number) =>
      relu.interceptForward((forward, inputs) => {
        seen.push([label, ...inputs[0]!.dataSync()]);
        return forward(...inputs);
      });
    const [first, second] = [watch(1), watch(2)];
    tf.tidy(() => void relu.forward(tf.tensor([-3])));
    expect(seen).toEqual([
      [2, -3],
      [1, -3],
    ]);
    second();
    first();
    tf.tidy(() => void relu.forward(tf.tensor([-3])));
    expect(seen).toHaveLength(2);
    expect(Object.hasOwn(relu, "forward")).toBe(false);
  });

  test("whose forward is a field gets it back after a watcher", () => {
    class Own extends nn.Module {
      override forward = (x: tf.Tensor) => x.neg();
    }
    const own = new Own();
    const { forward } = own;
    own.interceptForward((run, inputs) => run(...inputs))();
    expect(own.forward).toBe(forward);
  });

  test("learns: gradient descent on its parameters lowers a loss", async () => {
    const losses = await descend(30);
    expect(losses.at(-1)).toBeLessThan(losses[0]! / 4);
  });
});

describe("loadStateDict", () => {
  test("takes what stateDict gives, or nested arrays, and copies it", () => {
    const [from, to] = [new nn.Linear(2, 1), new nn.Linear(2, 1)];
    to.loadStateDict(from.stateDict());
    expect([...to.weight.dataSync()]).toEqual([...from.weight.dataSync()]);
    from.dispose();
    to.loadStateDict({ weight: [[1, 2]], bias: [3] });
    expect(tf.tidy(() => [...to.forward(tf.tensor([10, 100])).dataSync()])).toEqual([213]);
    to.dispose();
  });

  test("changes nothing where it refuses", () => {
    const linear = new nn.Linear(1, 2);
    linear.loadStateDict({ weight: [[1], [2]], bias: [3, 4] });
    const gone = tf.ones([2]);
    gone.dispose();
    const before = tf.memory().numTensors;
    expect(() => linear.loadStateDict({ weight: [[5], [6]], bias: [7] })).toThrow("expected bias to be [2]");
    expect(() => linear.loadStateDict({ weight: [[5], [6]], bias: gone })).toThrow("expected bias to be alive");
    expect([...linear.weight.dataSync(), ...linear.bias!.dataSync()]).toEqual([1, 2, 3, 4]);
    expect(tf.memory().numTensors).toBe(before);
    linear.dispose();
  });

  test("refuses missing and unknown names and other shapes", () => {
    const linear = new nn.Linear(2, 1);
    expect(() => linear.loadStateDict({ weight: [[1, 2]], bais: [3] })).toThrow("missing: bias; unknown: bais");
    expect(() => linear.loadStateDict({ weight: [1, 2], bias: [3] })).toThrow(
      "expected weight to be [1, 2], received [2]",
    );
    expect(() => linear.loadStateDict(null as never)).toThrow("missing: weight, bias; unknown: none");
    linear.dispose();
  });
});

describe("batch norm", () => {
  test("counts the batches it saw in whole numbers", () => {
    const norm = new nn.BatchNorm2d(1);
    tf.tidy(() => [1, 2, 3].map((value) => norm.forward(tf.ones([1, 1, 2, 2]).mul(value))));
    expect(norm.numBatchesTracked!.dtype).toBe("int32");
    expect([...norm.numBatchesTracked!.dataSync()]).toEqual([3]);
    norm.dispose();
  });
});

describe("dropout", () => {
  test("keeps the mean while it learns, drops whole maps in two dimensions, and does nothing after eval()", () => {
    manualSeed(1);
    const x = tf.ones([1, 400, 5, 5]);
    const kept = (module: nn.Dropout) => tf.tidy(() => [...module.forward(x).dataSync()]);
    const mean = (values: number[]) => values.reduce((a, b) => a + b) / values.length;
    const single = kept(new nn.Dropout(0.25));
    expect(new Set(single)).toEqual(new Set([0, Math.fround(4 / 3)]));
    expect(mean(single)).toBeCloseTo(1, 1);
    const maps = kept(new nn.Dropout2d(0.25));
    const sums = Array.from({ length: 400 }, (_, c) => mean(maps.slice(c * 25, (c + 1) * 25)));
    expect(new Set(sums.map((sum) => sum.toFixed(3)))).toEqual(new Set(["0.000", "1.333"]));
    expect(new Set(kept(new nn.Dropout().eval()))).toEqual(new Set([1]));
    x.dispose();
  });
});

describe("refuses", () => {
  const x = (...shape: number[]) => tf.ones(shape);

  test.each<[string, () => unknown, string]>([
    [
      "groups that divide one channel count only",
      () => new nn.Conv2d(4, 6, 3, { groups: 4 }),
      "groups to divide inChannels = 4",
    ],
    ["no groups", () => new nn.Conv2d(4, 6, 3, { groups: 0 }), "groups to be an integer of 1 or more, received 0"],
    ["half a channel", () => new nn.Conv2d(1.5, 6, 3), "inChannels"],
    ["a misspelt option", () => new nn.Conv2d(3, 4, 3, { strides: 2 } as object), "did you mean stride?"],
    [
      "same padding at stride 2",
      () => new nn.Conv2d(3, 4, 3, { padding: "same", stride: 2 }),
      `stride 1 with padding "same"`,
    ],
    [
      "other channels",
      () => new nn.Conv2d(3, 4, 3).forward(x(1, 2, 8, 8)),
      "expected x to be [N, 3, H, W] or [3, H, W]",
    ],
    ["features that are not the last axis", () => new nn.Linear(3, 4).forward(x(3, 2)), "expected x to be [*, 3]"],
    ["no features", () => new nn.Linear(0, 4), "inFeatures to be an integer of 1 or more"],
    [
      "maps without a batch in batch norm",
      () => new nn.BatchNorm2d(3).forward(x(3, 8, 8)),
      "expected x to have 4 sizes, received a tensor [3, 8, 8] of float32; feature maps are [N, 3, H, W]",
    ],
    ["other channels in batch norm", () => new nn.BatchNorm2d(3).forward(x(1, 4, 8, 8)), "x to be [N, 3, H, W]"],
    ["two feature counts", () => new nn.BatchNorm2d([3, 4] as never), "numFeatures to be an integer of 1 or more"],
    ["no number for eps", () => new nn.BatchNorm2d(3, { eps: "1e-5" as never }), "eps to be a finite number"],
    ["NaN for momentum", () => new nn.BatchNorm2d(3, { momentum: Number.NaN }), "momentum to be a finite number"],
    ["an option that Linear has not", () => new nn.Linear(3, 4, { biases: false } as object), "did you mean bias?"],
    ["an option that Flatten has not", () => new nn.Flatten({ start_dim: 1 } as object), "did you mean startDim?"],
    ["integers in Linear", () => new nn.Linear(3, 4).forward(tf.ones([1, 3], "int32")), "x to be float32"],
    [
      "maps with no channels in pooling",
      () => new nn.MaxPool2d(1).forward(x(2, 0, 4, 4)),
      "expected x to have no empty axis",
    ],
    [
      "one value a channel to learn from",
      () => new nn.BatchNorm2d(3).forward(x(1, 3, 1, 1)),
      "more than one value a channel",
    ],
    ["padding beyond half the kernel", () => new nn.MaxPool2d(2, { padding: 2 }), "at most half the kernel [2, 2], 1"],
    ["maps smaller than the window", () => new nn.AvgPool2d(5).forward(x(1, 1, 4, 8)), "as large as the window 5×5"],
    ["vectors in pooling", () => new nn.MaxPool2d(1).forward(x(4, 8)), "feature maps are [N, C, H, W] or [C, H, W]"],
    [
      "vectors in adaptive pooling",
      () => new nn.AdaptiveAvgPool2d(1).forward(x(4, 8)),
      "feature maps are [N, C, H, W] or [C, H, W]",
    ],
    ["flattening axes that are not there", () => new nn.Flatten().forward(x(3)), "x with axes 1 to -1"],
    ["a probability of 2", () => new nn.Dropout(2), "a probability from 0 to 1, received 2"],
    ["what is no module", () => new nn.Sequential(new nn.ReLU(), tf.relu as unknown as nn.Module), "a function at 1"],
    ["no module under a name", () => new nn.Sequential({ act: tf.relu } as never), "a function at act"],
    ["a name with a dot", () => new nn.Sequential({ "a.b": new nn.ReLU() }), `no dot, received "a.b"`],
    ["an empty name", () => new nn.Sequential({ "": new nn.ReLU() }), `no dot, received ""`],
    ["a number for a name", () => new nn.Sequential({ a: new nn.ReLU(), 1: new nn.ReLU() }), `no dot, received "1"`],
    ["another approximation", () => new nn.GELU({ approximate: "Tanh" as never }), `write "tanh"`],
    ["no axis for shares", () => new nn.Softmax({} as never), "dim to be an integer, received undefined"],
    ["an axis beyond the last", () => new nn.Softmax({ dim: 2 }).forward(x(3, 4)), "expected x with an axis 2"],
    ["an axis before the first", () => new nn.Softmax({ dim: -3 }).forward(x(3, 4)), "expected x with an axis -3"],
    ["integers in an activation", () => new nn.SiLU().forward(tf.ones([3], "int32")), "x to be float32"],
    ["no sizes to normalise", () => new nn.LayerNorm([]), "normalizedShape to have a size"],
    ["half a size to normalise", () => new nn.LayerNorm([3, 0.5]), "normalizedShape to be an integer of 1 or more"],
    ["an option that LayerNorm has not", () => new nn.LayerNorm(3, { affine: false } as object), "options among eps"],
    ["other last sizes", () => new nn.LayerNorm([3, 4]).forward(x(3, 4, 4)), "expected x to be [*, 3, 4]"],
    ["fewer axes than are normalised", () => new nn.LayerNorm([3, 4]).forward(x(4)), "expected x to be [*, 3, 4]"],
    ["no groups to shuffle", () => new nn.ChannelShuffle(0), "groups to be an integer of 1 or more"],
    [
      "channels that groups do not divide",
      () => new nn.ChannelShuffle(4).forward(x(1, 6, 2, 2)),
      "groups = 4 to divide",
    ],
    ["rows to shuffle", () => new nn.ChannelShuffle(2).forward(x(4, 8)), "expected x to be [N, C, *]"],
    ["no neighbours", () => new nn.LocalResponseNorm(0), "size to be an integer of 1 or more"],
    ["NaN for alpha", () => new nn.LocalResponseNorm(5, { alpha: Number.NaN }), "alpha to be a finite number"],
    ["rows in local response norm", () => new nn.LocalResponseNorm(5).forward(x(4, 8)), "expected x to be [N, C, *]"],
    ["other channels in PReLU", () => new nn.PReLU(3).forward(x(1, 4, 2, 2)), "expected x to be [N, 3, *]"],
    ["slopes for a row's values", () => new nn.PReLU(3).forward(x(3)), "expected x to be [N, 3, *]"],
  ])("%s", (_, act, message) => {
    expect(() => tf.tidy(() => void act())).toThrow(message);
  });

  const layers = {
    Conv2d: () => new nn.Conv2d(3, 4, 3),
    BatchNorm2d: () => new nn.BatchNorm2d(3),
    Linear: () => new nn.Linear(8, 2),
    ReLU: () => new nn.ReLU(),
    ReLU6: () => new nn.ReLU6(),
    Flatten: () => new nn.Flatten(),
    Dropout: () => new nn.Dropout(),
    Dropout2d: () => new nn.Dropout2d(),
    MaxPool2d: () => new nn.MaxPool2d(2),
    AvgPool2d: () => new nn.AvgPool2d(2),
    AdaptiveAvgPool2d: () => new nn.AdaptiveAvgPool2d(2),
    Identity: () => new nn.Identity(),
    Sigmoid: () => new nn.Sigmoid(),
    Tanh: () => new nn.Tanh(),
    SiLU: () => new nn.SiLU(),
    GELU: () => new nn.GELU(),
    Hardsigmoid: () => new nn.Hardsigmoid(),
    Hardswish: () => new nn.Hardswish(),
    PReLU: () => new nn.PReLU(),
    Softmax: () => new nn.Softmax({ dim: 1 }),
    LayerNorm: () => new nn.LayerNorm(8),
    ChannelShuffle: () => new nn.ChannelShuffle(3),
    LocalResponseNorm: () => new nn.LocalResponseNorm(5),
  };
  test.each(Object.entries(layers))("no tensor, an array and a disposed tensor in %s", (name, make) => {
    const gone = x(1, 3, 8, 8);
    gone.dispose();
    const before = tf.memory().numTensors;
    const layer: nn.Module = make();
    expect(() => layer.forward()).toThrow(`nn.${name}: expected x to be a tensor, received undefined;`);
    expect(() => layer.forward([1, 2] as never)).toThrow(`nn.${name}: expected x to be a tensor, received [1, 2];`);
    expect(() => layer.forward(gone)).toThrow(`nn.${name}: expected x to be alive, received a disposed tensor;`);
    expect(tf.memory().numTensors).toBe(before);
  });
});
