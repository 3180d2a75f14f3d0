import { beforeAll, describe, expect, test } from "vitest";
import { countFn } from "../../../src/count/fn.ts";
import { costRules, operationCost } from "../../../src/count/operations/operation-cost.ts";
import { onMeta } from "../../../src/device/meta/meta.ts";
import { shapeRules } from "../../../src/device/meta/shapes.ts";
import { useDevice } from "../../../src/device/use.ts";
import { tf } from "../../../src/tf.ts";
import { operations } from "../../device/meta/operations.ts";
import { Arithmetic, cases, Values } from "./definitions.ts";

beforeAll(() => useDevice("cpu"));

describe("multiplies and adds as often as the definition, written out, which gives the same values:", () => {
  test.each(Object.entries(cases))("%s", (name, { inputs, run, definition }) => {
    const tensors = inputs.map((shape, seed) => tf.randomUniform(shape, 0.1, 1, "float32", seed));
    const arithmetic = new Arithmetic();
    const values = tensors.map((x) => new Values(x.shape, new Float32Array(x.dataSync())));
    const { shape, data } = definition(arithmetic, ...values);
    const y = run(...tensors);
    expect(y.shape).toEqual(shape);
    expect(Math.max(...y.dataSync().map((value, i) => Math.abs(value - data[i]!)))).toBeLessThan(1e-5);
    const { operations } = countFn(run, ...inputs);
    const { multiplications, additions } = operations.find((row) => row.name === name)!;
    expect({ multiplications, additions }).toEqual({ ...arithmetic });
    tf.dispose([tensors, y]);
  });
});

test("MACs are the products of convolutions and matrix products", () => {
  for (const [name, { inputs, run }] of Object.entries(cases)) {
    const { macs, multiplications } = countFn(run, ...inputs);
    expect([name, macs]).toEqual([name, /Conv|MatMul|Einsum/.test(name) ? multiplications : 0]);
  }
});

describe("what is fused into an operation adds to it:", () => {
  const shapes = [
    [1, 5, 5, 2],
    [3, 3, 2, 4],
  ];
  const products = 9 * 4 * 9 * 2;

  test.each<[string, tf.fused.Activation | undefined, number[] | undefined, [number, number]]>([
    ["nothing", undefined, undefined, [products, products - 36]],
    ["a bias for each value", undefined, [4], [products, products]],
    ["a comparison", "relu", [4], [products, products]],
    ["a slope for each value", "leakyrelu", [4], [products + 36, products]],
  ])("%s", (_, activation, bias, [multiplications, additions]) => {
    const fused = { ...(activation && { activation }), ...(bias && { bias: tf.fill(bias, 0) }) };
    const convolve = (x: tf.Tensor, filter: tf.Tensor) =>
      tf.fused.conv2d({ x: x as tf.Tensor4D, filter: filter as tf.Tensor4D, strides: 1, pad: "valid", ...fused });
    const counted = countFn(convolve, ...shapes);
    expect(counted).toMatchObject({ macs: products, multiplications, additions, unknown: [] });
  });
});

test("what a kernel costs is a whole number, and known for all that have a shape rule but these", () => {
  const unknown = new Set<string>();
  for (const [name, operation] of Object.entries(operations)) {
    onMeta(
      () => void operation(),
      ({ kernelName, inputs, attrs, outputs }) => {
        const shapes = Object.fromEntries(Object.entries(inputs).map(([input, { shape }]) => [input, shape]));
        const cost = operationCost(
          kernelName,
          shapes,
          attrs,
          outputs.map(({ shape }) => shape),
        );
        if (cost === undefined) return unknown.add(kernelName);
        const isCount = Object.values(cost).every((n) => Number.isSafeInteger(n) && n >= 0);
        expect([name, kernelName, isCount]).toEqual([name, kernelName, true]);
        expect(cost.macs).toBeLessThanOrEqual(cost.multiplications);
      },
    );
  }
  expect([...unknown].toSorted()).toEqual(["ComplexAbs", "FFT", "IFFT", "Multinomial"]);
  expect([...costRules.keys()].filter((name) => !shapeRules.has(name))).toEqual([]);
});
