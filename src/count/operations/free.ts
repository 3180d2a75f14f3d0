import { arithmetic, every, type CostRule, type CostRules } from "./cost-rule.ts";

const nothing: CostRule = () => arithmetic(0, 0);

/** Operations that multiply and add nothing. */
export const free: CostRules = [
  // values that move, or are made of none
  ...every("BatchToSpaceND Cast Complex Concat DepthToSpace Diag ExpandDims Fill FlipLeftRight GatherNd", nothing),
  ...every("GatherV2 Identity Imag LinSpace MirrorPad OneHot OnesLike Pack PadV2 Range Real Reshape", nothing),
  ...every("Reverse Select Slice SpaceToBatchND SparseToDense SplitV StridedSlice TensorScatterUpdate", nothing),
  ...every("Tile Transpose Unpack ZerosLike", nothing),
  // comparisons, signs, rounding and logic
  ...every("Abs All Any ArgMax ArgMin BitwiseAnd Ceil ClipByValue Equal Floor Greater GreaterEqual IsFinite", nothing),
  ...every("IsInf IsNan Less LessEqual LogicalAnd LogicalNot LogicalOr Max MaxPool MaxPool3D", nothing),
  ...every("MaxPoolWithArgmax Maximum Min Minimum Neg NotEqual Relu Relu6 Round SearchSorted Sign Step TopK", nothing),
  // elementary functions, whose own arithmetic depends on who computes them
  ...every("Acos Acosh Asin Asinh Atan Atan2 Atanh Cos Cosh Elu Erf Exp Expm1 Log Log1p Pow Rsqrt Selu", nothing),
  ...every("Sigmoid Sin Sinh Softplus Sqrt Tan Tanh", nothing),
];
