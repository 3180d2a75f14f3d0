import type { Tensor } from "@tensorflow/tfjs";
import { expect } from "vitest";
import { conv2d } from "../../src/conv/conv2d.ts";
import { depthwiseConv2d } from "../../src/conv/depthwise.ts";
import { pointwiseConv2d } from "../../src/conv/pointwise.ts";
import { separableConv2d, type SeparableOptions } from "../../src/conv/separable.ts";
import { tf } from "../../src/tf.ts";
import { distance, golden, tensor, type Packed } from "../golden/golden.ts";

type Named<T> = Record<string, T>;

/** A convolution that ends in a bias and an activation, and its gradients by PyTorch. */
export interface Case {
  name: string;
  function: keyof typeof functions;
  options: SeparableOptions;
  inputs: Named<Packed>;
  dy: Packed;
  y: Packed;
  gradients: Named<Packed>;
}

/** The gradients of the sum of the first gradients, each times its direction; that for dy among them. */
export interface Twice extends Pick<Case, "name" | "function" | "options" | "inputs" | "dy"> {
  directions: Named<Packed>;
  seconds: Named<Packed>;
}

export const { cases, twice } = golden<{ cases: Case[]; twice: Twice[] }>("finish");

export const functions = {
  conv2d: ({ x, weight, ...biases }: Named<Tensor>, options: SeparableOptions) =>
    conv2d(x!, weight!, { ...options, ...biases }),
  depthwiseConv2d: ({ x, weight, ...biases }: Named<Tensor>, options: SeparableOptions) =>
    depthwiseConv2d(x!, weight!, { ...options, ...biases }),
  pointwiseConv2d: ({ x, weight, ...biases }: Named<Tensor>, options: SeparableOptions) =>
    pointwiseConv2d(x!, weight!, { ...options, ...biases }),
  separableConv2d: ({ x, depthwise, pointwise, ...biases }: Named<Tensor>, options: SeparableOptions) =>
    separableConv2d(x!, depthwise!, pointwise!, { ...options, ...biases }),
};

/** The function of a case, of its inputs in a row, as tf.grads takes it. */
function inRow({ function: name, inputs, options }: Pick<Case, "function" | "inputs" | "options">) {
  const names = Object.keys(inputs);
  return (...row: Tensor[]) => functions[name](Object.fromEntries(row.map((t, i) => [names[i], t])), options);
}

/** How far the furthest value of the result and the gradients is from PyTorch's, and how many tensors stay behind. */
export function compare(wanted: Case) {
  return furthest([wanted.y, ...Object.values(wanted.gradients)], () => {
    const inputs = Object.values(wanted.inputs).map(tensor);
    const run = inRow(wanted);
    return [run(...inputs), ...tf.grads(run)(inputs, tensor(wanted.dy))];
  });
}

/** The same of the gradients of gradients. */
export function compareTwice(wanted: Twice) {
  return furthest(Object.values(wanted.seconds), () => {
    const given = Object.entries({ ...wanted.inputs, dy: wanted.dy }).map(
      ([name, one]) => [name, tensor(one)] as const,
    );
    const directions = Object.values(wanted.directions).map(tensor);
    const names = Object.keys(wanted.seconds);
    const first = tf.grads(inRow(wanted));
    const value = (...row: Tensor[]) => {
      const all = given.map(([name, tensor]) => row[names.indexOf(name)] ?? tensor);
      return tf.addN(first(all.slice(0, -1), all.at(-1)).map((gradient, i) => gradient.mul(directions[i]!).sum()));
    };
    return tf.grads(value)(given.flatMap(([name, tensor]) => (names.includes(name) ? [tensor] : [])));
  });
}

async function furthest(expected: Packed[], run: () => Tensor[]) {
  const before = tf.memory().numTensors;
  const results = tf.tidy(run);
  const actual = await Promise.all(results.map(async (t) => ({ shape: t.shape, data: await t.data() })));
  tf.dispose(results);
  const distances = expected.map((one, i) => distance(actual[i]!, one));
  return { furthest: Math.max(...distances), left: tf.memory().numTensors - before };
}

/** What the comparisons give where all is well. */
export const AGREEMENT = { furthest: expect.toSatisfy((far: number) => far < 1e-4), left: 0 };
