import { describe, expect, test } from "vitest";
import { conventions, type ConventionName } from "../../src/count/conventions/index.ts";
import { count } from "../../src/count/index.ts";
import { create } from "../../src/models/list.ts";
import * as nn from "../../src/nn/index.ts";
import { golden } from "../golden/golden.ts";
import { build, type Spec } from "../nn/build.ts";

type Counts = Record<"fvcore" | "thop" | "ptflops" | "calflops" | "deepspeed" | "torchinfo", number>;

interface Golden {
  layers: Array<{ spec: Spec; x: number[]; counts: Counts }>;
  networks: Array<{ name: string; total: Counts; layers: Counts }>;
}

const { layers, networks } = golden<Golden>("conventions");

const operations = (convention: ConventionName, module: nn.AnyModule, shape: readonly number[], batchSize = 1) =>
  count.module(module, shape, { convention, batchSize }).operations;

const each = (counts: Counts, module: nn.AnyModule, shape: readonly number[]) =>
  Object.fromEntries(Object.keys(counts).map((name) => [name, operations(name as ConventionName, module, shape)]));

const title = ([type, given, options]: Spec, x: number[]) =>
  `${type}(${[...given, ...(Object.keys(options).length > 0 ? [options] : [])].map((value) => JSON.stringify(value)).join(", ")}) on ${x.join("×")}`;

describe("the programs count the same in", () => {
  test.each(layers.map((golden) => [title(golden.spec, golden.x), golden] as const))("%s", (_, { spec, x, counts }) => {
    expect(each(counts, build(spec), x.slice(1))).toEqual(counts);
  });

  test.each(networks)("the layers of $name", ({ name, layers }) => {
    expect(each(layers, create(name), [3, 224, 224])).toEqual(layers);
  });
});

test("where a program counts more than layers, it is what DenseNet and MobileNetV2 compute by functions at their end", () => {
  const rest = networks.map(({ name, total, layers }) => {
    const counters = Object.keys(total) as Array<keyof Counts>;
    return [name, Object.fromEntries(counters.map((counter) => [counter, total[counter] - layers[counter]]))] as const;
  });
  const [pooled, mapped] = [1280 * 7 * 7, 1024 * 7 * 7];
  const none = { fvcore: 0, thop: 0, ptflops: 0, calflops: 0, deepspeed: 0, torchinfo: 0 };
  expect(rest.filter(([, rest]) => Object.values(rest).some((n) => n !== 0))).toEqual([
    ["mobilenet_v2", { ...none, fvcore: pooled, ptflops: pooled, calflops: pooled, deepspeed: pooled }],
    // fvcore knows the pooling, the others its ReLU as well
    ["densenet121", { ...none, fvcore: mapped, ptflops: 2 * mapped, calflops: 2 * mapped, deepspeed: 2 * mapped }],
  ]);
});

describe("conventions", () => {
  const layer = new nn.Conv2d(16, 32, 3, { groups: 4, padding: 1 });

  test("called macs, flops and torchvision leave biases out, the others add one operation for each", () => {
    const macs = 7 * 28 * 28 * 32 * 9 * 4;
    const biases = 7 * 28 * 28 * 32;
    const names = ["macs", "macs+bias", "flops", "flops+bias", "torchvision"] as const;
    expect(names.map((name) => operations(name, layer, [16, 28, 28], 7))).toEqual([
      macs,
      macs + biases,
      2 * macs,
      2 * macs + biases,
      macs,
    ]);
  });

  test("torchinfo gives the figure of its own tests for a grouped convolution of seven images", () => {
    expect(operations("torchinfo", new nn.Conv2d(16, 32, 3, { groups: 4 }), [16, 28, 28], 7)).toBe(5_602_688);
  });

  test.each(Object.keys(conventions) as ConventionName[])("%s leaves out what does not run", (name) => {
    const shape = [3, 299, 299];
    const without = operations(name, create("inception_v3", { auxLogits: false }), shape);
    expect(operations(name, create("inception_v3"), shape)).toBe(without);
  });

  test("count in proportion to the batch", () => {
    const network = create("squeezenet1_1");
    for (const name of Object.keys(conventions) as ConventionName[]) {
      expect(operations(name, network, [3, 64, 64], 3)).toBe(3 * operations(name, network, [3, 64, 64]));
    }
  });
});
