import type { Tensor } from "@tensorflow/tfjs";
import { beforeAll, describe, expect, test } from "vitest";
import { onMeta } from "../../src/device/meta/meta.ts";
import { useDevice } from "../../src/device/use.ts";
import { manualSeed } from "../../src/nn/random.ts";
import { tf } from "../../src/tf.ts";
import { golden, unpack } from "../golden/golden.ts";
import { AGREEMENT, cases, compare, type State } from "./agreement.ts";
import { build, type Spec } from "./build.ts";

interface Start {
  name: string;
  seed: number;
  spec: Spec;
  state: State;
}

const { starts } = golden<{ starts: Start[] }>("nn");

describe.each(["cpu", "wasm"])("on %s, as in PyTorch:", (device) => {
  beforeAll(() => useDevice(device));

  test.each(cases)("$name", async (wanted) => {
    expect(await compare(wanted)).toEqual(AGREEMENT);
  });
});

describe("on shapes alone, as in PyTorch:", () => {
  test.each(cases)("$name", ({ spec, x, y }) => {
    const shapes = onMeta(() => {
      const module = build(spec).eval();
      const given = tf.fill(x.shape, 0);
      return { y: module.forward(given).shape, dx: tf.grad((x: Tensor) => module.forward(x))(given).shape };
    });
    expect(shapes).toEqual({ y: y.shape, dx: x.shape });
  });
});

describe("a module made after manualSeed starts with the weights of torch.manual_seed:", () => {
  beforeAll(() => useDevice("cpu"));

  test.each(starts)("$name", ({ seed, spec, state }) => {
    manualSeed(seed);
    const module = build(spec);
    const made = Object.entries(module.stateDict()).map(([name, value]) => [name, [...value.dataSync()]]);
    const expected = Object.entries(state).map(([name, value]) => [name, [...unpack(value).data]]);
    expect(made).toEqual(expected);
    module.dispose();
  });
});
