import { tf } from "../../../tf.ts";
import { every, like, type ShapeRule, type ShapeRules } from "./outline.ts";

type Shape4D = [number, number, number, number];
type Shape5D = [number, number, number, number, number];

const pooled: ShapeRule = ({ x }, { filterSize, strides, pad, dimRoundingMode }: tf.MaxPoolAttrs) =>
  like(
    x!,
    tf.backend_util.computePool2DInfo(x!.shape as Shape4D, filterSize, strides, 1, pad, dimRoundingMode).outShape,
  );

const pooledWhere: ShapeRule = (inputs, attrs) => {
  const maxima = [pooled(inputs, attrs)].flat()[0]!;
  return [maxima, { ...maxima, dtype: "int32" }];
};

const pooled3D: ShapeRule = ({ x }, { filterSize, strides, pad, dimRoundingMode, dataFormat }: tf.MaxPool3DAttrs) => {
  const { computePool3DInfo } = tf.backend_util;
  return like(
    x!,
    computePool3DInfo(x!.shape as Shape5D, filterSize, strides, 1, pad, dimRoundingMode, dataFormat).outShape,
  );
};

/** Pooling and its gradients. */
export const pooling: ShapeRules = [
  ...every("AvgPool MaxPool", pooled),
  ["MaxPoolWithArgmax", pooledWhere],
  ...every("AvgPool3D MaxPool3D", pooled3D),
  ...every("AvgPoolGrad AvgPool3DGrad MaxPoolGrad MaxPool3DGrad", ({ input }) => like(input!)),
];
