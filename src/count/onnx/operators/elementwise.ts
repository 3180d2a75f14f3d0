import type { Node } from "../node.ts";
import { broadcast, LONGEST, sizeOf, type Value } from "../value.ts";
import { named, type Operator } from "./operator.ts";

/** What gives an output of the first input's shape. */
const like = (kind: string, rest: Partial<Operator> = {}): Operator => ({
  kind,
  infer: (node) => Array.from({ length: node.outputCount }, () => ({ shape: node.shape() })),
  ...rest,
});

/** What keeps the integers of which shapes are made. */
const same = (keeps: (node: Node) => boolean): Operator => ({
  kind: "other",
  infer: (node) => [{ shape: node.shape(), data: keeps(node) ? node.inputs[0]?.data : undefined }],
});

/** Stretches its inputs to a shape they share; computes it for integers of which shapes are made. */
const stretching = (compute?: (...values: number[]) => number): Operator => ({
  kind: "other",
  infer: (node) => {
    const shape = broadcast(...node.inputs.map((_, i) => node.shape(i)));
    return [{ shape, data: compute && computed(node.inputs, shape, compute) }];
  },
});

function computed(
  inputs: ReadonlyArray<Value | undefined>,
  shape: readonly number[],
  compute: (...values: number[]) => number,
): number[] | undefined {
  const size = sizeOf(shape);
  const lists = inputs.flatMap((value) => (value?.data ? [value.data] : []));
  const isKnown = lists.length === inputs.length && lists.every(({ length }) => length === 1 || length === size);
  if (size > LONGEST || !isKnown) return undefined;
  return Array.from({ length: size }, (_, i) => compute(...lists.map((list) => list[list.length === 1 ? 0 : i]!)));
}

/** The numbers of the integer types in ONNX. */
const INTEGERS = new Set([2, 3, 4, 5, 6, 7, 9, 12, 13]);

const ACTIVATIONS =
  "Celu Elu Gelu HardSigmoid HardSwish Hardmax LeakyRelu LogSoftmax Mish PRelu Relu Selu Sigmoid Softmax Softplus Softsign Swish Tanh ThresholdedRelu";
const FUNCTIONS =
  "Abs Acos Acosh Asin Asinh Atan Atanh BitwiseNot Ceil Cos Cosh CumSum Dropout Erf Exp Floor IsInf IsNaN Log Neg Not Reciprocal Round ScatterElements ScatterND Sign Sin Sinh Sqrt Tan Trilu";

export const elementwise: ReadonlyArray<[string, Operator]> = [
  ...named(ACTIVATIONS, like("activation")),
  ...named("Clip", like("activation", { learned: [] })),
  ...named(FUNCTIONS, like("other")),
  ...named("DequantizeLinear QuantizeLinear", like("other", { learned: [0] })),
  ...named(
    "Cast",
    same((node) => INTEGERS.has(node.int("to", 1))),
  ),
  ...named(
    "Identity",
    same(() => true),
  ),
  ...named(
    "Add",
    stretching((a, b) => a + b),
  ),
  ...named(
    "Sub",
    stretching((a, b) => a - b),
  ),
  ...named(
    "Mul",
    stretching((a, b) => a * b),
  ),
  ...named(
    "Div",
    stretching((a, b) => Math.trunc(a / b)),
  ),
  ...named(
    "Mod",
    stretching((a, b) => a - b * Math.floor(a / b)),
  ),
  ...named(
    "Equal",
    stretching((a, b) => Number(a === b)),
  ),
  ...named(
    "Greater",
    stretching((a, b) => Number(a > b)),
  ),
  ...named(
    "Less",
    stretching((a, b) => Number(a < b)),
  ),
  ...named("Max", stretching(Math.max)),
  ...named("Min", stretching(Math.min)),
  ...named(
    "Where",
    stretching((condition, a, b) => (condition ? a : b)),
  ),
  ...named("And BitShift BitwiseAnd BitwiseOr BitwiseXor GreaterOrEqual LessOrEqual Mean Or Pow Sum Xor", stretching()),
];
