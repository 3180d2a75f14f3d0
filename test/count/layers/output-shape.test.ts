import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { shapeRuleOf } from "../../../src/count/layers/output-shape.ts";
import { useDevice } from "../../../src/device/use.ts";
import * as nn from "../../../src/nn/index.ts";
import { tf } from "../../../src/tf.ts";

beforeAll(() => useDevice("cpu"));

const few = fc.integer({ min: 1, max: 3 });
const pair = fc.tuple(few, few);
const padding = fc.tuple(fc.nat(1), fc.nat(1));

const layers = fc.oneof(
  fc
    .record({ kernel: pair, stride: pair, padding, dilation: pair, groups: fc.constantFrom(1, 2) })
    .map(({ kernel, ...options }) => new nn.Conv2d(2, 4, kernel, options)),
  fc
    .record({ stride: pair, ceilMode: fc.boolean() })
    .map((options) => new nn.MaxPool2d([2, 3], { ...options, padding: 1 })),
  pair.map((kernel) => new nn.AvgPool2d(kernel)),
  pair.map((size) => new nn.AdaptiveAvgPool2d(size)),
  fc.constantFrom(2, 5).map((channels) => new nn.BatchNorm2d(channels)),
  fc.constantFrom(4, 5).map((size) => new nn.LayerNorm(size)),
  fc.constantFrom(4, 5).map((size) => new nn.Linear(size, 3)),
  fc.constantFrom(new nn.ReLU(), new nn.GELU(), new nn.Dropout(), new nn.SiLU(), new nn.Hardswish(), new nn.Tanh()),
);
const shapes = fc.constantFrom([1, 2, 5, 4], [2, 2, 6, 5], [2, 4, 5], [1, 2, 1, 1], [3, 5], [1, 3, 4, 4]);

/** What forward gives, or that it refuses. */
function given(layer: nn.Module, shape: readonly number[]): number[] | undefined {
  try {
    return tf.tidy(() => layer.eval().forward(tf.zeros([...shape])).shape);
  } catch {
    return undefined;
  }
}

test("a shape that is known without running a layer is the one that its forward gives", () => {
  let known = 0;
  fc.assert(
    fc.property(layers, shapes, (layer, shape) => {
      const told = shapeRuleOf(layer)!(layer as never, shape);
      known += told ? 1 : 0;
      expect(told ?? given(layer, shape)).toEqual(given(layer, shape));
      layer.dispose();
    }),
    { numRuns: 300 },
  );
  expect(known).toBeGreaterThan(100);
});

test("a class that overrides forward, and a forward that stands in for it, are run", () => {
  class Doubled extends nn.Conv2d {
    override forward<R extends tf.Rank>(x: tf.Tensor<R>): tf.Tensor<R> {
      return super.forward(super.forward(x));
    }
  }
  expect(shapeRuleOf(new Doubled(1, 1, 3))).toBeUndefined();
  const relu = new nn.ReLU();
  relu.interceptForward((forward, inputs) => forward(...inputs).flatten());
  expect(shapeRuleOf(relu)).toBeUndefined();
});
