import { tf } from "../../../src/tf.ts";

/** Arithmetic that counts itself. */
export class Arithmetic {
  multiplications = 0;
  additions = 0;

  times(...factors: number[]): number {
    this.multiplications += factors.length - 1;
    return factors.reduce((a, b) => a * b);
  }

  /** A quotient, which counts as a product. */
  over(a: number, b: number): number {
    this.multiplications += 1;
    return a / b;
  }

  plus(...terms: number[]): number {
    this.additions += terms.length - 1;
    return terms.reduce((a, b) => a + b);
  }

  minus(a: number, b: number): number {
    this.additions += 1;
    return a - b;
  }
}

/** Values with a shape, read and written by place. */
export class Values {
  readonly shape: number[];
  readonly data: Float32Array;

  constructor(shape: number[], data = new Float32Array(tf.util.sizeFromShape(shape))) {
    this.shape = shape;
    this.data = data;
  }

  #at(place: number[]): number {
    return place.reduce((at, index, axis) => at * this.shape[axis]! + index, 0);
  }

  get(...place: number[]): number {
    return this.data[this.#at(place)]!;
  }

  set(value: number, ...place: number[]): void {
    this.data[this.#at(place)] = value;
  }
}

/** Every place of a shape. */
const places = (shape: number[]): number[][] =>
  shape.reduce<number[][]>(
    (before, size) => before.flatMap((place) => Array.from({ length: size }, (_, index) => [...place, index])),
    [[]],
  );

const upTo = (count: number) => Array.from({ length: count }, (_, i) => i);

/** What an operation means, written out, on one or more inputs. */
type Definition = (a: Arithmetic, ...inputs: Values[]) => Values;

interface Case {
  inputs: number[][];
  run: (...inputs: tf.Tensor[]) => tf.Tensor;
  definition: Definition;
}

/** Each value of the output from its place. */
const valueByValue =
  (shape: number[], of: (a: Arithmetic, inputs: Values[], place: number[]) => number): Definition =>
  (a, ...inputs) => {
    const output = new Values(shape);
    for (const place of places(shape)) output.set(of(a, inputs, place), ...place);
    return output;
  };

/** Each value of the output as the sum of the terms for its place. */
function gathered(
  a: Arithmetic,
  shape: number[],
  terms: Iterable<readonly [place: readonly number[], term: number]>,
): Values {
  const sums = new Map<string, number>();
  for (const [place, term] of terms) {
    const before = sums.get(String(place));
    sums.set(String(place), before === undefined ? term : a.plus(before, term));
  }
  const output = new Values(shape);
  for (const place of places(shape)) output.set(sums.get(String(place)) ?? 0, ...place);
  return output;
}

function map(x: Values, of: (value: number, place: number[]) => number): Values {
  const output = new Values(x.shape);
  for (const place of places(x.shape)) output.set(of(x.get(...place), place), ...place);
  return output;
}

/** The five channels around a place, zeros beyond the first and the last. */
const around = (x: Values, [n, y, z, c]: number[]) =>
  upTo(5).map((k) => (c! + k - 2 >= 0 && c! + k - 2 < x.shape[3]! ? x.get(n!, y!, z!, c! + k - 2) : 0));

const conv2d = (x: tf.Tensor, w: tf.Tensor) => tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, 1, "valid");
const depthwise = (x: tf.Tensor, w: tf.Tensor) => tf.depthwiseConv2d(x as tf.Tensor4D, w as tf.Tensor4D, 1, "valid");
const avgPool = (x: tf.Tensor) => tf.avgPool(x as tf.Tensor4D, 2, 1, "valid");

/** The kernel of a gradient alone, on what comes from above. */
const kernel = (name: string, inputs: tf.NamedTensorMap, attrs: object) =>
  tf
    .engine()
    .runKernel<tf.Tensor>(name, inputs, { strides: 1, pad: "valid", dataFormat: "NHWC", dilations: 1, ...attrs });

/** Places of an output [1, 3, 4, …], and the taps of a kernel [2, 2, …] that each sees. */
const taps = places([3, 4, 2, 2]);

/** Operations by the kernel that each runs; the image is [1, 4, 5, C], the kernel [2, 2, C, D]. */
export const cases: Record<string, Case> = {
  Add: {
    inputs: [[2, 3], [3]],
    run: (x, y) => x.add(y),
    definition: valueByValue([2, 3], (a, [x, y], [i, j]) => a.plus(x!.get(i!, j!), y!.get(j!))),
  },
  RealDiv: {
    inputs: [
      [2, 3],
      [2, 1],
    ],
    run: (x, y) => x.div(y),
    definition: valueByValue([2, 3], (a, [x, y], [i, j]) => a.over(x!.get(i!, j!), y!.get(i!, 0))),
  },
  SquaredDifference: {
    inputs: [[4], [4]],
    run: (x, y) => x.squaredDifference(y),
    definition: valueByValue([4], (a, [x, y], [i]) => {
      const difference = a.minus(x!.get(i!), y!.get(i!));
      return a.times(difference, difference);
    }),
  },
  AddN: {
    inputs: [[4], [4], [4]],
    run: (...all) => tf.addN(all),
    definition: valueByValue([4], (a, all, [i]) => a.plus(...all.map((x) => x.get(i!)))),
  },
  Sum: {
    inputs: [[2, 3, 4]],
    run: (x) => x.sum([0, 2]),
    definition: valueByValue([3], (a, [x], [j]) => a.plus(...places([2, 4]).map(([i, k]) => x!.get(i!, j!, k!)))),
  },
  Mean: {
    inputs: [[2, 3]],
    run: (x) => x.mean(1),
    definition: valueByValue([2], (a, [x], [i]) => a.over(a.plus(...upTo(3).map((j) => x!.get(i!, j))), 3)),
  },
  Prod: {
    inputs: [[2, 3]],
    run: (x) => x.prod(0),
    definition: valueByValue([3], (a, [x], [j]) => a.times(x!.get(0, j!), x!.get(1, j!))),
  },
  Cumsum: {
    inputs: [[3, 4]],
    run: (x) => x.cumsum(0),
    definition: (a, x) => {
      const output = new Values([3, 4]);
      for (const [i, j] of places([3, 4])) {
        output.set(i === 0 ? x.get(0, j!) : a.plus(output.get(i! - 1, j!), x.get(i!, j!)), i!, j!);
      }
      return output;
    },
  },
  Softmax: {
    inputs: [[2, 3]],
    run: (x) => tf.softmax(x),
    definition: (a, x) => {
      const output = new Values([2, 3]);
      for (const i of upTo(2)) {
        const row = upTo(3).map((j) => x.get(i, j));
        const powers = row.map((value) => Math.exp(a.minus(value, Math.max(...row))));
        const sum = a.plus(...powers);
        powers.forEach((power, j) => output.set(a.over(power, sum), i, j));
      }
      return output;
    },
  },
  BatchMatMul: {
    inputs: [
      [2, 3, 4],
      [2, 5, 4],
    ],
    run: (x, y) => x.matMul(y, false, true),
    definition: valueByValue([2, 3, 5], (a, [x, y], [b, i, j]) =>
      a.plus(...upTo(4).map((k) => a.times(x!.get(b!, i!, k), y!.get(b!, j!, k)))),
    ),
  },
  Einsum: {
    inputs: [
      [2, 3, 4],
      [2, 4, 5],
    ],
    run: (x, y) => tf.einsum("bij, bjk -> ki", x, y),
    definition: valueByValue([5, 3], (a, [x, y], [k, i]) =>
      a.plus(...places([2, 4]).map(([b, j]) => a.times(x!.get(b!, i!, j!), y!.get(b!, j!, k!)))),
    ),
  },
  Conv2D: {
    inputs: [
      [1, 4, 5, 3],
      [2, 2, 3, 2],
    ],
    run: conv2d,
    definition: valueByValue([1, 3, 4, 2], (a, [x, w], [, y, z, d]) =>
      a.plus(...places([2, 2, 3]).map(([i, j, c]) => a.times(x!.get(0, y! + i!, z! + j!, c!), w!.get(i!, j!, c!, d!)))),
    ),
  },
  Conv2DBackpropInput: {
    inputs: [
      [1, 3, 4, 2],
      [2, 2, 3, 2],
    ],
    run: (dy, filter) => kernel("Conv2DBackpropInput", { dy, filter }, { inputShape: [1, 4, 5, 3] }),
    definition: (a, dy, w) => {
      const terms = taps.flatMap(([y, z, i, j]) =>
        places([3, 2]).map(
          ([c, d]) => [[0, y! + i!, z! + j!, c!], a.times(dy.get(0, y!, z!, d!), w.get(i!, j!, c!, d!))] as const,
        ),
      );
      return gathered(a, [1, 4, 5, 3], terms);
    },
  },
  Conv2DBackpropFilter: {
    inputs: [
      [1, 4, 5, 3],
      [1, 3, 4, 2],
    ],
    run: (x, dy) => kernel("Conv2DBackpropFilter", { x, dy }, { filterShape: [2, 2, 3, 2] }),
    definition: valueByValue([2, 2, 3, 2], (a, [x, dy], [i, j, c, d]) =>
      a.plus(...places([3, 4]).map(([y, z]) => a.times(x!.get(0, y! + i!, z! + j!, c!), dy!.get(0, y!, z!, d!)))),
    ),
  },
  DepthwiseConv2dNative: {
    inputs: [
      [1, 4, 5, 3],
      [2, 2, 3, 2],
    ],
    run: depthwise,
    definition: valueByValue([1, 3, 4, 6], (a, [x, w], [, y, z, d]) => {
      const [c, m] = [Math.floor(d! / 2), d! % 2];
      return a.plus(...places([2, 2]).map(([i, j]) => a.times(x!.get(0, y! + i!, z! + j!, c), w!.get(i!, j!, c, m))));
    }),
  },
  DepthwiseConv2dNativeBackpropInput: {
    inputs: [
      [1, 3, 4, 6],
      [2, 2, 3, 2],
    ],
    run: (dy, filter) => kernel("DepthwiseConv2dNativeBackpropInput", { dy, filter }, { inputShape: [1, 4, 5, 3] }),
    definition: (a, dy, w) => {
      const terms = taps.flatMap(([y, z, i, j]) =>
        places([3, 2]).map(
          ([c, m]) =>
            [[0, y! + i!, z! + j!, c!], a.times(dy.get(0, y!, z!, 2 * c! + m!), w.get(i!, j!, c!, m!))] as const,
        ),
      );
      return gathered(a, [1, 4, 5, 3], terms);
    },
  },
  DepthwiseConv2dNativeBackpropFilter: {
    inputs: [
      [1, 4, 5, 3],
      [1, 3, 4, 6],
    ],
    run: (x, dy) => kernel("DepthwiseConv2dNativeBackpropFilter", { x, dy }, { filterShape: [2, 2, 3, 2] }),
    definition: valueByValue([2, 2, 3, 2], (a, [x, dy], [i, j, c, m]) =>
      a.plus(
        ...places([3, 4]).map(([y, z]) => a.times(x!.get(0, y! + i!, z! + j!, c!), dy!.get(0, y!, z!, 2 * c! + m!))),
      ),
    ),
  },
  Dilation2D: {
    inputs: [
      [1, 4, 5, 3],
      [2, 2, 3],
    ],
    run: (x, w) => tf.dilation2d(x as tf.Tensor4D, w as tf.Tensor3D, 1, "valid"),
    definition: valueByValue([1, 3, 4, 3], (a, [x, w], [, y, z, c]) =>
      Math.max(...places([2, 2]).map(([i, j]) => a.plus(x!.get(0, y! + i!, z! + j!, c!), w!.get(i!, j!, c!)))),
    ),
  },
  AvgPool: {
    inputs: [[1, 4, 5, 3]],
    run: avgPool,
    definition: valueByValue([1, 3, 4, 3], (a, [x], [, y, z, c]) =>
      a.over(a.plus(...places([2, 2]).map(([i, j]) => x!.get(0, y! + i!, z! + j!, c!))), 4),
    ),
  },
  AvgPoolGrad: {
    inputs: [
      [1, 3, 4, 3],
      [1, 4, 5, 3],
    ],
    run: (dy, input) => kernel("AvgPoolGrad", { dy, input }, { filterSize: 2 }),
    definition: (a, dy) => {
      const shares = places(dy.shape).map((place) => [place, a.over(dy.get(...place), 4)] as const);
      const terms = shares.flatMap(([[n, y, z, c], share]) =>
        places([2, 2]).map(([i, j]) => [[n!, y! + i!, z! + j!, c!], share] as const),
      );
      return gathered(a, [1, 4, 5, 3], terms);
    },
  },
  FusedBatchNorm: {
    inputs: [[2, 2, 2, 3], [3], [3], [3], [3]],
    run: (x, ...given) => tf.batchNorm(x, ...(given as [tf.Tensor1D, tf.Tensor1D, tf.Tensor1D, tf.Tensor1D]), 0.1),
    definition: (a, x, mean, variance, offset, scale) => {
      const factors = upTo(3).map((c) => a.times(scale!.get(c), 1 / Math.sqrt(a.plus(variance!.get(c), 0.1))));
      return map(x, (value, place) => {
        const c = place[3]!;
        return a.plus(a.times(a.minus(value, mean!.get(c)), factors[c]!), offset!.get(c));
      });
    },
  },
  LRN: {
    inputs: [[1, 2, 2, 4]],
    run: (x) => tf.localResponseNormalization(x as tf.Tensor4D, 2, 1.5, 0.5, 0.75),
    definition: (a, x) => {
      const squares = map(x, (value) => a.times(value, value));
      return map(x, (value, place) => {
        const norm = a.plus(1.5, a.times(0.5, a.plus(...around(squares, place))));
        return a.times(value, norm ** -0.75);
      });
    },
  },
  LRNGrad: {
    inputs: [
      [1, 2, 2, 4],
      [1, 2, 2, 4],
      [1, 2, 2, 4],
    ],
    run: (x, y, dy) => {
      const attrs = { depthRadius: 2, bias: 1.5, alpha: 0.5, beta: 0.75 };
      return tf.engine().runKernel<tf.Tensor>("LRNGrad", { x: x!, y: y!, dy: dy! }, attrs);
    },
    definition: (a, x, y, dy) => {
      const squares = map(x, (value) => a.times(value, value));
      const norms = map(x, (_, place) => a.plus(1.5, a.times(0.5, a.plus(...around(squares, place)))));
      const shares = map(dy!, (value, place) => a.over(a.times(value, y!.get(...place)), norms.get(...place)));
      return map(x, (value, place) => {
        const others = a.times(2 * 0.5 * 0.75, value, a.plus(...around(shares, place)));
        return a.minus(a.times(dy!.get(...place), norms.get(...place) ** -0.75), others);
      });
    },
  },
  ResizeBilinear: {
    inputs: [[1, 2, 2, 3]],
    run: (x) => tf.image.resizeBilinear(x as tf.Tensor4D, [3, 5], true),
    definition: valueByValue([1, 3, 5, 3], (a, [x], [, y, z, c]) => {
      const between = (from: number, to: number, t: number) => a.plus(from, a.times(a.minus(to, from), t));
      const row = (i: number) => between(x!.get(0, i, 0, c!), x!.get(0, i, 1, c!), z! / 4);
      return between(row(0), row(1), y! / 2);
    }),
  },
};
