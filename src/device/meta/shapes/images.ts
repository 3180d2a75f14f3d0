import { tf } from "../../../tf.ts";
import { like, type ShapeRule, type ShapeRules } from "./outline.ts";

const resized: ShapeRule = ({ images }, { size }: tf.ResizeBilinearAttrs) => {
  const [batch, , , channels] = images!.shape as [number, number, number, number];
  return like(images!, [batch, ...size, channels]);
};

const transformed: ShapeRule = ({ image }, { outputShape }: tf.TransformAttrs) => {
  const [batch, height, width, channels] = image!.shape as [number, number, number, number];
  return like(image!, [batch, ...(outputShape ?? [height, width]), channels]);
};

const cropped: ShapeRule = ({ image, boxes }, { cropSize }: tf.CropAndResizeAttrs) => ({
  shape: [boxes!.shape[0]!, ...cropSize, image!.shape[3]!],
  dtype: "float32",
});

const interpolated: ShapeRule = (inputs, attrs) => ({ ...[resized(inputs, attrs)].flat()[0]!, dtype: "float32" });

/** Kernels that sample images at other places. */
export const images: ShapeRules = [
  ["ResizeBilinear", interpolated],
  ["ResizeBilinearGrad", ({ images }) => ({ ...like(images!), dtype: "float32" })],
  ["ResizeNearestNeighbor", resized],
  ["ResizeNearestNeighborGrad", ({ images }) => ({ ...like(images!), dtype: "float32" })],
  ["Transform", transformed],
  ["CropAndResize", cropped],
  ["RotateWithOffset", ({ image }) => like(image!)],
];
