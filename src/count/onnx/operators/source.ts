import { floatsOf, integersOf, shapeOf } from "../tensor.ts";
import { LONGEST, sizeOf } from "../value.ts";
import { named, type Operator } from "./operator.ts";

const constant: Operator = {
  kind: "other",
  infer: (node) => {
    const tensor = node.tensor("value");
    if (tensor) {
      const shape = shapeOf(tensor);
      const weight = { size: sizeOf(shape), isFloating: false };
      return [{ shape, data: integersOf(tensor), floats: floatsOf(tensor), weights: [weight] }];
    }
    const list = node.ints("value_ints");
    if (node.has("value_ints")) return [{ shape: [list!.length], data: list }];
    if (node.has("value_int")) return [{ shape: [], data: [node.int("value_int", 0)] }];
    const floats = node.floats("value_floats");
    if (floats) return [{ shape: [floats.length], floats }];
    return [{ shape: node.has("value_float") || node.has("value_string") ? [] : undefined }];
  },
};

const shape: Operator = {
  kind: "other",
  infer: (node) => {
    const lengths = node.shape().slice(node.int("start", 0), node.has("end") ? node.int("end", 0) : undefined);
    return [{ shape: [lengths.length], data: lengths }];
  },
};

const size: Operator = { kind: "other", infer: (node) => [{ shape: [], data: [sizeOf(node.shape())] }] };

const constantOfShape: Operator = {
  kind: "other",
  infer: (node) => {
    const shape = node.inputs[0]?.data;
    const value = node.tensor("value");
    const filler = value ? integersOf(value)?.[0] : undefined;
    const isList = shape && filler !== undefined && sizeOf(shape) <= LONGEST;
    return [{ shape, data: isList ? Array.from({ length: sizeOf(shape) }, () => filler) : undefined }];
  },
};

const range: Operator = {
  kind: "other",
  infer: (node) => {
    const [start, limit, step] = node.inputs.map((value) => value?.data?.[0]);
    if (start === undefined || limit === undefined || !step) return [{ shape: undefined }];
    const data = Array.from({ length: Math.max(0, Math.ceil((limit - start) / step)) }, (_, i) => start + i * step);
    return [{ shape: [data.length], data }];
  },
};

/** Operators that make a tensor of settings or of another's shape. */
export const sources: ReadonlyArray<[string, Operator]> = [
  ...named("Constant", constant),
  ...named("ConstantOfShape", constantOfShape),
  ...named("Range", range),
  ...named("Shape", shape),
  ...named("Size", size),
];
