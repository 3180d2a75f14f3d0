import { beforeAll, expect, test } from "vitest";
import { count } from "../../src/count/index.ts";
import { useDevice } from "../../src/device/use.ts";
import { AlexNet2012 } from "../../src/models/alexnet-2012.ts";
import { tf } from "../../src/tf.ts";

beforeAll(() => useDevice("cpu"));

test("the layers have as many neurons as figure 2 of the paper tells", () => {
  const network = new AlexNet2012();
  const { layers } = count.module(network, network.inputShape);
  const neurons = layers
    .filter(({ type }) => type === "Conv2d" || type === "Linear")
    .map(({ outputShapes }) => outputShapes[0]!.reduce((a, b) => a * b));
  // The paper prints 253,440 for the first layer, 55·48·96, where its text and its figure have 55×55 maps.
  expect(neurons).toEqual([290_400, 186_624, 64_896, 64_896, 43_264, 4096, 4096, 1000]);
});

test("groups that do not divide the channels are refused", () => {
  expect(() => new AlexNet2012({ groups: 5 })).toThrow("groups to divide inChannels = 96 and outChannels = 256");
});

test("normalises by the formula of section 3.3", () => {
  const [n, k, alpha, beta] = [5, 2, 1e-4, 0.75];
  const a = [90, -40, 10, 0, 120, 60, -30];
  const b = a.map((value, i) => {
    const neighbours = a.filter((_, j) => Math.abs(i - j) <= n / 2);
    return value / (k + alpha * neighbours.reduce((sum, other) => sum + other ** 2, 0)) ** beta;
  });
  const norm = new AlexNet2012().features.modules[2]!;
  const output = norm.forward(tf.tensor(a, [1, a.length, 1, 1])).dataSync();
  output.forEach((value, i) => expect(value).toBeCloseTo(b[i]!, 4));
});
