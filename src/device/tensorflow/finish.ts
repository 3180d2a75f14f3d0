import type { Tensor4D, TensorInfo } from "@tensorflow/tfjs";
import type { Activation } from "../../conv/activation.ts";
import type { Finish } from "../../conv/kernel.ts";
import type { Problem } from "../../conv/problem.ts";
import { type Attributes, operate, texts, types } from "./operate.ts";

/** Adds the bias and applies the activation, by operations of their own. */
export function finish(y: Tensor4D, { bias, activation }: Finish, { layout }: Problem): Tensor4D {
  const moved = bias === undefined ? y : operate<Tensor4D>("BiasAdd", [y, bias], { data_format: layout });
  return activation === undefined ? moved : operate(ACTIVATIONS[activation], [moved]);
}

const ACTIVATIONS = { relu: "Relu", relu6: "Relu6" };

/** The convolutions that oneDNN has with bias and activation. */
export type Fusible = "Conv2D" | "DepthwiseConv2dNative";

/** What oneDNN's fused kernels are asked for. */
export interface Fusing {
  /** Not of a binding that tfjs-node brings itself, and not on a GPU. */
  bias: boolean;
  /** Whether they are asked for in NCHW. */
  channelsFirst: boolean;
  /** What Conv2D is not asked for, since an operation of its own is faster. */
  slowActivations: ReadonlySet<Activation>;
}

let fusing: Fusing = { bias: false, channelsFirst: false, slowActivations: new Set() };

export function fuse(can: Fusing): void {
  fusing = can;
}

/** Whether a convolution adds its bias itself, and applies the activation: then its result is written once. */
export const isFused = ({ bias }: Finish, { layout }: Problem): boolean =>
  fusing.bias && bias !== undefined && (layout === "NHWC" || fusing.channelsFirst);

/** A convolution by oneDNN's fused kernel of that name, with the activation too where that is faster. */
export function fused(
  name: Fusible,
  [x, filter]: [Tensor4D, TensorInfo],
  { bias, activation }: Finish,
  placed: Attributes,
): Tensor4D {
  const isWhole = activation !== undefined && !(name === "Conv2D" && fusing.slowActivations.has(activation));
  const y = operate<Tensor4D>(`_MklNativeFused${name}`, [x, filter, bias!], {
    ...placed,
    _kernel: "MklNameChangeOp",
    num_args: 1,
    ...(name === "Conv2D" && { TArgs: types(FLOAT) }),
    fused_ops: isWhole ? texts("BiasAdd", ACTIVATIONS[activation]) : texts("BiasAdd"),
  });
  return activation === undefined || isWhole ? y : operate(ACTIVATIONS[activation], [y]);
}

/** TF_FLOAT */
const FLOAT = 1;
