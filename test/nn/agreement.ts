import type { Tensor } from "@tensorflow/tfjs";
import { expect } from "vitest";
import { tf } from "../../src/tf.ts";
import { distance, golden, tensor, type Packed } from "../golden/golden.ts";
import { build, type Spec } from "./build.ts";

export type State = Record<string, Packed>;

/** A module in PyTorch: what it gives, its gradients, and its state after two batches. */
export interface Case {
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

/** Of layers, and of the blocks that networks share. */
export const { cases, blocks } = golden<{ cases: Case[]; blocks: Case[] }>("nn");

const tensors = (state: State) =>
  Object.fromEntries(Object.entries(state).map(([name, value]) => [name, tensor(value)]));

/** How far the furthest value of the module is from PyTorch's, in results, gradients and state, and how many tensors stay behind. */
export async function compare(wanted: Case) {
  const { spec, learns, state, x, dy, y, dx, gradients, stateAfterTwo } = wanted;
  const before = tf.memory().numTensors;
  const module = build(spec).train(learns);
  expect(Object.keys(module.stateDict())).toEqual(Object.keys(state));
  expect(module.namedParameters().map(([name]) => name)).toEqual(Object.keys(gradients));

  const expected: Packed[] = [];
  const results = tf.tidy(() => {
    const results: Tensor[] = [];
    const near = (actual: Tensor, value: Packed) => {
      results.push(actual.clone());
      expected.push(value);
    };
    module.loadStateDict(tensors(state));
    near(module.forward(tensor(x)), y);
    module.forward(tensor(x).mul(2).add(1));
    for (const [name, value] of Object.entries(module.stateDict())) near(value, stateAfterTwo[name]!);

    module.loadStateDict(tensors(state));
    near(tf.grad((x: Tensor) => module.forward(x))(tensor(x), tensor(dy)), dx);
    if (module.parameters().length === 0) return results;
    // The zero behind is for webgpu, which cannot add up nothing.
    const loss = () =>
      module
        .forward(tensor(x))
        .mul(tensor(dy))
        .flatten()
        .pad([[0, 1]])
        .sum<tf.Scalar>();
    const { grads } = tf.variableGrads(loss, module.parameters());
    for (const [name, { name: key }] of module.namedParameters()) near(grads[key]!, gradients[name]!);
    return results;
  });
  const actual = await Promise.all(results.map(async (t) => ({ shape: t.shape, data: await t.data() })));
  tf.dispose(results);
  module.dispose();
  const distances = expected.map((one, i) => distance(actual[i]!, one));
  return { furthest: Math.max(...distances), left: tf.memory().numTensors - before };
}

/** What compare() gives where all is well. */
export const AGREEMENT = { furthest: expect.toSatisfy((far: number) => far < 1e-4), left: 0 };
