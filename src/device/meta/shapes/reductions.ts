import { tf } from "../../../tf.ts";
import { every, like, type Outline, type ShapeRule, type ShapeRules } from "./outline.ts";

function reduced(x: Outline, axis: number | number[], keepDims: boolean): Outline {
  const axes = tf.util.parseAxisParam(axis, x.shape);
  const [shape] = tf.backend_util.computeOutAndReduceShapes(x.shape, axes);
  return like(x, keepDims ? tf.backend_util.expandShapeToKeepDim(shape, axes) : shape);
}

const reduction: ShapeRule = ({ x }, { axis, keepDims }: tf.SumAttrs) => reduced(x!, axis, keepDims);

const mean: ShapeRule = ({ x }, { axis, keepDims }: tf.MeanAttrs) => ({
  ...reduced(x!, axis, keepDims),
  dtype: "float32",
});

const extremum: ShapeRule = ({ x }, { reductionIndices, keepDims }: tf.MaxAttrs) =>
  reduced(x!, reductionIndices, keepDims);

const argument: ShapeRule = ({ x }, { axis }: tf.ArgMaxAttrs) => ({ ...reduced(x!, axis, false), dtype: "int32" });

/** Integers and truth values add up and multiply as integers. */
const accumulated: ShapeRule = ({ x }) => ({ ...like(x!), dtype: tf.upcastType(x!.dtype, "int32") });

const bincount: ShapeRule = ({ weights }, { size }: tf.BincountAttrs) => like(weights!, [size]);

const denseBincount: ShapeRule = ({ x, weights }, { size }: tf.DenseBincountAttrs) =>
  like(weights!, [...x!.shape.slice(0, -1), size]);

const segmentSum: ShapeRule = ({ x }, { numSegments }: tf.UnsortedSegmentSumAttrs) =>
  like(x!, [numSegments, ...x!.shape.slice(1)]);

const top: ShapeRule = ({ x }, { k }: tf.TopKAttrs) => {
  const shape = [...x!.shape.slice(0, -1), k];
  return [like(x!, shape), { shape, dtype: "int32" }];
};

/** Kernels that bring an axis to one value, to a few, or to running sums. */
export const reductions: ShapeRules = [
  ...every("All Any Prod Sum", reduction),
  ["Mean", mean],
  ...every("Max Min", extremum),
  ...every("ArgMax ArgMin", argument),
  ...every("Cumprod Cumsum", accumulated),
  ["Bincount", bincount],
  ["DenseBincount", denseBincount],
  ["TopK", top],
  ["UnsortedSegmentSum", segmentSum],
];
