import { tf } from "../../../tf.ts";
import { every, like, type ShapeRule, type ShapeRules } from "./outline.ts";

const first: ShapeRule = (inputs) => like(Object.values(inputs)[0]!);

const as =
  (dtype: tf.DataType): ShapeRule =>
  (inputs) => ({ ...like(Object.values(inputs)[0]!), dtype });

const broadcast: ShapeRule = ({ a, b }) => like(a!, tf.backend_util.assertAndGetBroadcastShape(a!.shape, b!.shape));

const broadcastTo =
  (dtype: tf.DataType): ShapeRule =>
  ({ a, b }) => ({ shape: tf.backend_util.assertAndGetBroadcastShape(a!.shape, b!.shape), dtype });

const cast: ShapeRule = ({ x }, { dtype }: tf.CastAttrs) => ({ ...like(x!), dtype });

/** Kernels whose output has the shape of an input, or the one to which two inputs broadcast. */
export const elementWise: ShapeRules = [
  ...every("Abs Acos Acosh Asin Asinh Atan Atanh Ceil ClipByValue Cos Cosh Elu Erf Exp Expm1 Floor Identity", first),
  ...every("LeakyRelu Log Log1p Neg Prelu Reciprocal Relu Relu6 Round Rsqrt Selu Sigmoid Sign Sin Sinh", first),
  ...every("Softmax Softplus Sqrt Square Step Tan Tanh", first),
  ...every("AddN EluGrad OnesLike ZerosLike", first),
  ...every("IsFinite IsInf IsNan LogicalNot", as("bool")),
  ...every("ComplexAbs Imag Real", as("float32")),
  ["Complex", as("complex64")],
  ["Cast", cast],
  ["Select", ({ t }) => like(t!)],
  ...every("Add Atan2 Maximum Minimum Mod Multiply Pow RealDiv SquaredDifference Sub", broadcast),
  ...every("BitwiseAnd FloorDiv", broadcastTo("int32")),
  ...every("Equal Greater GreaterEqual Less LessEqual LogicalAnd LogicalOr NotEqual", broadcastTo("bool")),
];
