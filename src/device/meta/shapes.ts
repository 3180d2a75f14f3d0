import { tf } from "../../tf.ts";

/** What a meta kernel knows of a tensor. */
export interface Outline {
  shape: number[];
  dtype: tf.DataType;
}

type Inputs = Record<string, Outline>;

/** The outputs' outlines of a kernel, from those of its inputs and its attributes. */
export type ShapeRule = (inputs: Inputs, attrs: never) => Outline | Outline[];

const like = (x: Outline, shape: number[] = x.shape): Outline => ({ shape, dtype: x.dtype });

const elementwise: ShapeRule = (inputs) => like(Object.values(inputs)[0]!);

const broadcast: ShapeRule = ({ a, b }) => like(a!, tf.backend_util.assertAndGetBroadcastShape(a!.shape, b!.shape));

const comparison: ShapeRule = ({ a, b }) => ({
  shape: tf.backend_util.assertAndGetBroadcastShape(a!.shape, b!.shape),
  dtype: "bool",
});

function reduced(x: Outline, axis: number | number[], keepDims: boolean): Outline {
  const axes = tf.util.parseAxisParam(axis, x.shape);
  const [shape] = tf.backend_util.computeOutAndReduceShapes(x.shape, axes);
  return like(x, keepDims ? tf.backend_util.expandShapeToKeepDim(shape, axes) : shape);
}

const reduction: ShapeRule = ({ x }, { axis, keepDims }: tf.SumAttrs) => reduced(x!, axis, keepDims);

const extremum: ShapeRule = ({ x }, { reductionIndices, keepDims }: tf.MaxAttrs) =>
  reduced(x!, reductionIndices, keepDims);

function padded({ x }: Inputs, { paddings }: { paddings: Array<[number, number]> }): Outline {
  const shape = x!.shape.map((size, axis) => size + paddings[axis]![0] + paddings[axis]![1]);
  return like(x!, shape);
}

function matMul({ a, b }: Inputs, { transposeA, transposeB }: tf.BatchMatMulAttrs): Outline {
  const [rows, innerA] = transposeA ? [a!.shape.at(-1)!, a!.shape.at(-2)!] : [a!.shape.at(-2)!, a!.shape.at(-1)!];
  const [innerB, columns] = transposeB ? [b!.shape.at(-1)!, b!.shape.at(-2)!] : [b!.shape.at(-2)!, b!.shape.at(-1)!];
  tf.util.assert(innerA === innerB, () => `matMul: [${a!.shape}] and [${b!.shape}] share no inner size`);
  const batch = tf.broadcast_util.assertAndGetBroadcastShape(a!.shape.slice(0, -2), b!.shape.slice(0, -2));
  return like(a!, [...batch, rows, columns]);
}

type Shape4D = [number, number, number, number];

const convolved = (depthwise: boolean): ShapeRule =>
  function rule({ x, filter }: Inputs, { strides, pad, dataFormat, dilations, dimRoundingMode }: tf.Conv2DAttrs) {
    const format = tf.backend_util.convertConv2DDataFormat(dataFormat ?? "NHWC");
    const [size, kernel] = [x!.shape as Shape4D, filter!.shape as Shape4D];
    const { computeConv2DInfo } = tf.backend_util;
    const info = computeConv2DInfo(size, kernel, strides, dilations, pad, dimRoundingMode, depthwise, format);
    return like(x!, info.outShape);
  };

const pooling: ShapeRule = ({ x }, { filterSize, strides, pad, dimRoundingMode }: tf.MaxPoolAttrs) =>
  like(
    x!,
    tf.backend_util.computePool2DInfo(x!.shape as Shape4D, filterSize, strides, 1, pad, dimRoundingMode).outShape,
  );

const gathered: ShapeRule = ({ x, indices }, { axis, batchDims }: tf.GatherV2Attrs) =>
  like(x!, [...x!.shape.slice(0, axis), ...indices!.shape.slice(batchDims), ...x!.shape.slice(axis + 1)]);

const concatenated: ShapeRule = (inputs, { axis }: tf.ConcatAttrs) => {
  const pieces = Object.values(inputs);
  const shapes = pieces.map(({ shape }) => shape);
  const along = tf.util.parseAxisParam(axis, shapes[0]!)[0]!;
  tf.backend_util.assertParamsConsistent(shapes, along);
  return like(pieces[0]!, tf.backend_util.computeOutShape(shapes, along));
};

const split: ShapeRule = ({ x }, { numOrSizeSplits, axis }: tf.SplitVAttrs) => {
  const along = tf.util.parseAxisParam(axis, x!.shape)[0]!;
  const sizes = tf.backend_util.prepareSplitSize({ shape: x!.shape } as tf.Tensor, numOrSizeSplits, along);
  return sizes.map((size) => like(x!, x!.shape.with(along, size)));
};

const sliced: ShapeRule = ({ x }, { begin, size }: tf.SliceAttrs) => {
  const info = { ...x!, dataId: {} };
  const [start, extent] = tf.slice_util.parseSliceParams(info, begin, size);
  tf.slice_util.assertParamsValid(info, start!, extent!);
  return like(x!, extent!);
};

const reshaped: ShapeRule = ({ x }, { shape }: tf.ReshapeAttrs) =>
  like(x!, tf.util.inferFromImplicitShape(shape, tf.util.sizeFromShape(x!.shape)));

const expanded: ShapeRule = ({ input }, { dim }: tf.ExpandDimsAttrs) =>
  like(input!, input!.shape.toSpliced(dim < 0 ? input!.shape.length + dim + 1 : dim, 0, 1));

const cast: ShapeRule = ({ x }, { dtype }: tf.CastAttrs) => ({ shape: x!.shape, dtype });

const filled: ShapeRule = (_, { shape, dtype }: tf.FillAttrs) => ({ shape, dtype });

const tiled: ShapeRule = ({ x }, { reps }: tf.TileAttrs) => {
  const shape = x!.shape.map((size, axis) => size * reps[axis]!);
  return like(x!, shape);
};

const transposed: ShapeRule = ({ x }, { perm }: tf.TransposeAttrs) => {
  const shape = perm.map((axis) => x!.shape[axis]!);
  return like(x!, shape);
};

const every = (names: string, rule: ShapeRule): Array<[string, ShapeRule]> =>
  names.split(" ").map((name) => [name, rule]);

/** The kernels that have a shape rule, by TensorFlow.js's names. */
export const shapeRules = new Map<string, ShapeRule>([
  ...every("Abs Ceil ClipByValue Elu Erf Exp Floor Identity LeakyRelu Log Neg OnesLike Prelu", elementwise),
  ...every("Reciprocal Relu Relu6 Reverse Round Rsqrt Sigmoid Sign Softmax Softplus Sqrt Square Step", elementwise),
  ...every("AddN FusedBatchNorm Tanh ZerosLike", elementwise),
  ...every("Add Maximum Minimum Mod Multiply Pow RealDiv SquaredDifference Sub", broadcast),
  ...every("Equal Greater GreaterEqual Less LessEqual NotEqual", comparison),
  ...every("Mean Prod Sum", reduction),
  ...every("Max Min", extremum),
  ...every("MirrorPad PadV2", padded),
  ...every("BatchMatMul _FusedMatMul", matMul),
  ...every("Conv2D FusedConv2D", convolved(false)),
  ...every("DepthwiseConv2dNative FusedDepthwiseConv2D", convolved(true)),
  ...every("AvgPool MaxPool", pooling),
  ["Cast", cast],
  ["Concat", concatenated],
  ["ExpandDims", expanded],
  ["Fill", filled],
  ["GatherV2", gathered],
  ["Reshape", reshaped],
  ["Select", ({ t }) => like(t!)],
  ["Slice", sliced],
  ["SplitV", split],
  ["Tile", tiled],
  ["Transpose", transposed],
]);
