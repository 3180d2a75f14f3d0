import { tf } from "../../../tf.ts";
import { axisOf, like, type ShapeRule, type ShapeRules } from "./outline.ts";

const sliced: ShapeRule = ({ x }, { begin, size }: tf.SliceAttrs) => {
  const info = { ...x!, dataId: {} };
  const [start, extent] = tf.slice_util.parseSliceParams(info, begin, size);
  tf.slice_util.assertParamsValid(info, start!, extent!);
  return like(x!, extent!);
};

const slicedInSteps: ShapeRule = ({ x }, attrs: tf.StridedSliceAttrs) => {
  const { begin, end, strides, beginMask, endMask, ellipsisMask, newAxisMask, shrinkAxisMask } = attrs;
  const { sliceInfo } = tf.slice_util;
  const masks = [beginMask, endMask, ellipsisMask, newAxisMask, shrinkAxisMask] as const;
  return like(x!, sliceInfo(x!.shape, begin, end, strides, ...masks).finalShape);
};

const gathered: ShapeRule = ({ x, indices }, { axis, batchDims }: tf.GatherV2Attrs) => {
  const along = axisOf(axis, x!.shape);
  return like(x!, [...x!.shape.slice(0, along), ...indices!.shape.slice(batchDims), ...x!.shape.slice(along + 1)]);
};

const gatheredPlaces: ShapeRule = ({ params, indices }) =>
  like(params!, [...indices!.shape.slice(0, -1), ...params!.shape.slice(indices!.shape.at(-1))]);

const scattered: ShapeRule = ({ updates }, { shape }: tf.ScatterNdAttrs) => like(updates!, shape);

const densified: ShapeRule = ({ sparseValues }, { outputShape }: tf.SparseToDenseAttrs) =>
  like(sparseValues!, outputShape);

/** Kernels that take some values by their place, or put them there. */
export const selection: ShapeRules = [
  ["Slice", sliced],
  ["StridedSlice", slicedInSteps],
  ["GatherV2", gathered],
  ["GatherNd", gatheredPlaces],
  ["ScatterNd", scattered],
  ["SparseToDense", densified],
  ["TensorScatterUpdate", ({ tensor }) => like(tensor!)],
  ["SearchSorted", ({ values }) => ({ ...like(values!), dtype: "int32" })],
];
