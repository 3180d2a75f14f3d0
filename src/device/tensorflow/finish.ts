import type { Tensor4D, TensorInfo } from "@tensorflow/tfjs";
import type { Finish } from "../../conv/kernel.ts";
import type { Problem } from "../../conv/problem.ts";
import { type Attributes, operate, texts, types } from "./operate.ts";

/** Adds the bias and applies the activation, by operations of their own. */
export function finish(y: Tensor4D, { bias, activation }: Finish, { layout }: Problem): Tensor4D {
  const moved = bias === undefined ? y : operate<Tensor4D>("BiasAdd", [y, bias], { data_format: layout });
  return activation === undefined ? moved : operate(ACTIVATIONS[activation], [moved]);
}

const ACTIVATIONS = { relu: "Relu", relu6: "Relu6" };

/** Whether oneDNN's fused kernels can be asked for: not of a binding that tfjs-node brings itself, and not on a GPU. */
let isFusing = false;

export function fuse(can: boolean): void {
  isFusing = can;
}

/** Whether a convolution adds its bias itself, and applies the activation: then its result is written once. */
export const isFused = ({ bias }: Finish): boolean => isFusing && bias !== undefined;

/** A convolution by oneDNN's fused kernel of that name. */
export function fused(
  name: "Conv2D" | "DepthwiseConv2dNative",
  [x, filter]: [Tensor4D, TensorInfo],
  { bias, activation }: Finish,
  placed: Attributes,
): Tensor4D {
  return operate(`_MklNativeFused${name}`, [x, filter, bias!], {
    ...placed,
    _kernel: "MklNameChangeOp",
    num_args: 1,
    ...(name === "Conv2D" && { TArgs: types(FLOAT) }),
    fused_ops: activation === undefined ? texts("BiasAdd") : texts("BiasAdd", ACTIVATIONS[activation]),
  });
}

/** TF_FLOAT */
const FLOAT = 1;
