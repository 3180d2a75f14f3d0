import { tf } from "../../../tf.ts";

/** What a meta kernel knows of a tensor. */
export interface Outline {
  shape: number[];
  dtype: tf.DataType;
}

/** A kernel's inputs by its own names for them; those of a list by their place in it. */
export type Inputs = Record<string, Outline>;

/** The outputs' outlines of a kernel, from those of its inputs and its attributes. */
export type ShapeRule = (inputs: Inputs, attrs: never) => Outline | Outline[];

/** Rules by the kernels' names. */
export type ShapeRules = Array<[kernelName: string, rule: ShapeRule]>;

/** A tensor of the same dtype, and of the same shape unless another is given. */
export const like = (x: Outline, shape: number[] = x.shape): Outline => ({ shape: [...shape], dtype: x.dtype });

/** One rule for several kernels, their names apart by spaces. */
export const every = (names: string, rule: ShapeRule): ShapeRules => names.split(" ").map((name) => [name, rule]);

/** An axis as a number from 0, where it may be given from the end. */
export const axisOf = (axis: number, shape: readonly number[]): number => tf.util.parseAxisParam(axis, [...shape])[0]!;
