import * as fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { count } from "../../../src/count/index.ts";
import { conv2d } from "../../../src/conv/conv2d.ts";
import { useDevice } from "../../../src/device/use.ts";
import * as nn from "../../../src/nn/index.ts";
import { tf } from "../../../src/tf.ts";
import { countedFields } from "../../models/published/counted.ts";
import { RECEPTIVE_FIELDS } from "../../models/published/receptive-fields.ts";

beforeAll(() => useDevice("cpu"));

test.each(RECEPTIVE_FIELDS)("Araujo, Norris and Sim find the same in $name", (row) => {
  const expected = Object.fromEntries(Object.entries(row.sizes).map(([end, size]) => [end, [size, size]]));
  expect(countedFields(row)).toEqual(expected);
});

/** A layer that calls functions alone. */
class Functions extends nn.Module {
  readonly #run: (x: tf.Tensor4D) => tf.Tensor;

  constructor(run: (x: tf.Tensor4D) => tf.Tensor) {
    super();
    this.#run = run;
  }

  override forward(x: tf.Tensor): tf.Tensor {
    return tf.tidy(() => this.#run(x as tf.Tensor4D));
  }
}

const channelsLast = (run: (x: tf.Tensor4D) => tf.Tensor) =>
  new Functions((x) => run(tf.transpose(x, [0, 2, 3, 1])).transpose([0, 3, 1, 2]));

type Window = Record<"kernel" | "stride" | "dilation", [number, number]>;

/** Layers of one window, as modules and by functions; filters are positive, so that nothing cancels out. */
const LAYERS: Record<string, (window: Window) => nn.Module> = {
  convolution({ kernel, stride, dilation }) {
    const layer = new nn.Conv2d(1, 1, kernel, { stride, dilation });
    layer.weight.assign(tf.ones(layer.weight.shape));
    return layer;
  },
  pooling: ({ kernel, stride }) => new nn.AvgPool2d(kernel, { stride }),
  conv2d: ({ kernel, dilation }) => new Functions((x) => conv2d(x, tf.ones([1, 1, ...kernel]), { dilation })),
  "tf.conv2d": ({ kernel, stride }) => channelsLast((x) => tf.conv2d(x, tf.ones([...kernel, 1, 1]), stride, "valid")),
  "tf.depthwiseConv2d": ({ kernel, stride: [stride] }) =>
    channelsLast((x) => tf.depthwiseConv2d(x, tf.ones([...kernel, 1, 1]), stride, "valid")),
  "tf.avgPool": ({ kernel, stride }) => channelsLast((x) => tf.avgPool(x, kernel, stride, "valid")),
  "tf.pool": ({ kernel, dilation }) => channelsLast((x) => tf.pool(x, kernel, "avg", "valid", dilation, 1)),
};

const pair = fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 }));
const layer = fc.record({
  type: fc.constantFrom(...Object.keys(LAYERS)),
  window: fc.record({ kernel: pair, stride: pair, dilation: pair }),
});

/** Height and width of the pixels on which the first value of the output depends, by its gradient. */
function seenByGradient(network: nn.Module, side: number): [number, number] {
  return tf.tidy(() => {
    const first = (x: tf.Tensor) => network.forward(x).slice([0, 0, 0, 0], [1, 1, 1, 1]).sum();
    const seen = tf
      .grad(first)(tf.ones([1, 1, side, side]))
      .notEqual(0);
    const reach = (axis: number) => (seen.any([0, 1, axis]).arraySync() as number[]).lastIndexOf(1) + 1;
    return [reach(3), reach(2)];
  });
}

test("it is as large as the part of the image on which a value's gradient does not vanish", () => {
  fc.assert(
    fc.property(fc.array(layer, { minLength: 1, maxLength: 3 }), (layers) => {
      const network = new nn.Sequential(...layers.map(({ type, window }) => LAYERS[type]!(window)));
      // three windows of 3 pixels, 3 apart, with a stride of 3 see 1 + 6 · (1 + 3 + 9) = 79
      const counted = count.module(network, [1, 96, 96]).layers;
      expect(counted.at(-1)!.receptiveField).toEqual(seenByGradient(network, 96));
      network.dispose();
    }),
    { numRuns: 60 },
  );
});

test.each([[[2, 3]], [[-1, -2]], [[1, 2]]])("a mean over axes %j sees everything", (axes) => {
  const scaled = new Functions((x) => x.mul(tf.mean(x, axes, true)));
  expect(count.module(scaled, [4, 8, 8]).layers[0]!.receptiveField).toEqual([Infinity, Infinity]);
});

test("a mean over channels, or over one axis of maps taken apart, sees no more than before", () => {
  const layers = [
    new Functions((x) => tf.mean(x, 1, true)),
    new Functions((x) => tf.sum(x.reshape([-1, 2, 2, 64]), 2).reshape([1, 2, 8, 8])),
  ];
  const fields = layers.map((layer) => count.module(layer, [4, 8, 8]).layers[0]!.receptiveField);
  expect(fields).toEqual([
    [1, 1],
    [1, 1],
  ]);
});

test("normalization over channels, which pools them, moves no place", () => {
  const layer = new nn.LocalResponseNorm(5);
  expect(count.module(layer, [8, 9, 9]).layers[0]!.receptiveField).toEqual([1, 1]);
});
