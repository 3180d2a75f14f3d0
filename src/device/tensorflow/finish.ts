import type { Tensor4D } from "@tensorflow/tfjs";
import type { Finish } from "../../conv/kernel.ts";
import type { Problem } from "../../conv/problem.ts";
import { operate } from "./operate.ts";

/** Adds the bias and applies the activation. TensorFlow's fused kernels take a list of texts, which tfjs-node cannot give. */
export function finish(y: Tensor4D, { bias, activation }: Finish, { layout }: Problem): Tensor4D {
  const moved = bias === undefined ? y : operate<Tensor4D>("BiasAdd", [y, bias], { data_format: layout });
  return activation === undefined ? moved : operate(activation === "relu" ? "Relu" : "Relu6", [moved]);
}
