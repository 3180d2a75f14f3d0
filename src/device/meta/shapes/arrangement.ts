import { tf } from "../../../tf.ts";
import { axisOf, every, like, type Inputs, type ShapeRule, type ShapeRules } from "./outline.ts";

const reshaped: ShapeRule = ({ x }, { shape }: tf.ReshapeAttrs) =>
  like(x!, tf.util.inferFromImplicitShape(shape, tf.util.sizeFromShape(x!.shape)));

const expanded: ShapeRule = ({ input }, { dim }: tf.ExpandDimsAttrs) =>
  like(input!, input!.shape.toSpliced(dim < 0 ? input!.shape.length + dim + 1 : dim, 0, 1));

const transposed: ShapeRule = ({ x }, { perm }: tf.TransposeAttrs) => {
  const shape = perm.map((axis) => x!.shape[axis]!);
  return like(x!, shape);
};

const tiled: ShapeRule = ({ x }, { reps }: tf.TileAttrs) => {
  const shape = x!.shape.map((size, axis) => size * reps[axis]!);
  return like(x!, shape);
};

function padded({ x }: Inputs, { paddings }: { paddings: Array<[number, number]> }) {
  const shape = x!.shape.map((size, axis) => size + paddings[axis]![0] + paddings[axis]![1]);
  return like(x!, shape);
}

const concatenated: ShapeRule = (inputs, { axis }: tf.ConcatAttrs) => {
  const pieces = Object.values(inputs);
  const shapes = pieces.map(({ shape }) => shape);
  const along = axisOf(axis, shapes[0]!);
  tf.backend_util.assertParamsConsistent(shapes, along);
  return like(pieces[0]!, tf.backend_util.computeOutShape(shapes, along));
};

const split: ShapeRule = ({ x }, { numOrSizeSplits, axis }: tf.SplitVAttrs) => {
  const along = axisOf(axis, x!.shape);
  const sizes = tf.backend_util.prepareSplitSize({ shape: x!.shape } as tf.Tensor, numOrSizeSplits, along);
  return sizes.map((size) => like(x!, x!.shape.with(along, size)));
};

const packed: ShapeRule = (inputs, { axis }: tf.PackAttrs) => {
  const pieces = Object.values(inputs);
  const { shape } = pieces[0]!;
  for (const piece of pieces) tf.util.assertShapesMatch(shape, piece.shape, "stack: all shapes must match: ");
  return like(pieces[0]!, shape.toSpliced(axis < 0 ? shape.length + axis + 1 : axis, 0, pieces.length));
};

const unpacked: ShapeRule = ({ value }, { axis }: tf.UnpackAttrs) => {
  const along = axisOf(axis, value!.shape);
  return Array.from({ length: value!.shape[along]! }, () => like(value!, value!.shape.toSpliced(along, 1)));
};

const depthToSpace: ShapeRule = ({ x }, { blockSize, dataFormat }: tf.DepthToSpaceAttrs) => {
  const [batch, ...sizes] = x!.shape as [number, number, number, number];
  const [height, width, depth] = dataFormat === "NHWC" ? sizes : [sizes[1], sizes[2], sizes[0]];
  const space = [height * blockSize, width * blockSize];
  const channels = depth / blockSize ** 2;
  return like(x!, dataFormat === "NHWC" ? [batch, ...space, channels] : [batch, channels, ...space]);
};

const product = (sizes: readonly number[]) => sizes.reduce((a, b) => a * b, 1);

const batchToSpace: ShapeRule = ({ x }, { blockShape, crops }: tf.BatchToSpaceNDAttrs) => {
  const [batch, ...sizes] = x!.shape as [number, ...number[]];
  const cut = sizes.map((size, axis) => {
    const [before, after] = crops[axis] ?? [0, 0];
    return size * (blockShape[axis] ?? 1) - before! - after!;
  });
  return like(x!, [batch / product(blockShape), ...cut]);
};

const spaceToBatch: ShapeRule = ({ x }, { blockShape, paddings }: tf.SpaceToBatchNDAttrs) => {
  const [batch, ...sizes] = x!.shape as [number, ...number[]];
  const blocks = sizes.map((size, axis) => {
    const [before, after] = paddings[axis] ?? [0, 0];
    return (size + before! + after!) / (blockShape[axis] ?? 1);
  });
  return like(x!, [batch * product(blockShape), ...blocks]);
};

/** Kernels that move values and compute none. */
export const arrangement: ShapeRules = [
  ["Reshape", reshaped],
  ["ExpandDims", expanded],
  ["Transpose", transposed],
  ["Tile", tiled],
  ...every("MirrorPad PadV2", padded),
  ...every("FlipLeftRight Reverse", (inputs) => like(Object.values(inputs)[0]!)),
  ["Concat", concatenated],
  ["SplitV", split],
  ["Pack", packed],
  ["Unpack", unpacked],
  ["DepthToSpace", depthToSpace],
  ["BatchToSpaceND", batchToSpace],
  ["SpaceToBatchND", spaceToBatch],
  ["Diag", ({ x }) => like(x!, [...x!.shape, ...x!.shape])],
];
