import type { Tensor } from "@tensorflow/tfjs";
import { beforeAll, describe, expect, test } from "vitest";
import { useDevice } from "../../src/device/use.ts";
import { manualSeed } from "../../src/nn/random.ts";
import { tf } from "../../src/tf.ts";
import { distance, golden, tensor, unpack, type Packed } from "../golden/golden.ts";
import { build, type Spec } from "./build.ts";

type State = Record<string, Packed>;

interface Case {
  name: string;
  spec: Spec;
  learns: boolean;
  state: State;
  x: Packed;
  dy: Packed;
  y: Packed;
  dx: Packed;
  gradients: State;
  stateAfterTwo: State;
}

interface Start {
  name: string;
  seed: number;
  spec: Spec;
  state: State;
}

const { cases, starts } = golden<{ cases: Case[]; starts: Start[] }>("nn");

const values = (t: Tensor) => ({ shape: t.shape, data: t.dataSync() });

const tensors = (state: State) =>
  Object.fromEntries(Object.entries(state).map(([name, value]) => [name, tensor(value)]));

const near = (actual: Tensor, expected: Packed) => expect(distance(values(actual), expected)).toBeLessThan(1e-4);

describe.each(["cpu", "wasm"])("on %s, as in PyTorch:", (device) => {
  beforeAll(() => useDevice(device));

  test.each(cases)("$name", ({ spec, learns, state, x, dy, y, dx, gradients, stateAfterTwo }) => {
    const before = tf.memory().numTensors;
    const module = build(spec).train(learns);
    expect(Object.keys(module.stateDict())).toEqual(Object.keys(state));
    expect(module.namedParameters().map(([name]) => name)).toEqual(Object.keys(gradients));
    tf.tidy(() => {
      module.loadStateDict(tensors(state));
      near(module.forward(tensor(x)), y);
      module.forward(tensor(x).mul(2).add(1));
      for (const [name, value] of Object.entries(module.stateDict())) near(value, stateAfterTwo[name]!);

      module.loadStateDict(tensors(state));
      near(tf.grad((x: Tensor) => module.forward(x))(tensor(x), tensor(dy)), dx);
      if (module.parameters().length === 0) return;
      const loss = () => module.forward(tensor(x)).mul(tensor(dy)).sum<tf.Scalar>();
      const { grads } = tf.variableGrads(loss, module.parameters());
      for (const [name, { name: key }] of module.namedParameters()) near(grads[key]!, gradients[name]!);
    });
    module.dispose();
    expect(tf.memory().numTensors).toBe(before);
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
