import type { Tensor, Tensor4D } from "@tensorflow/tfjs";
import { checkTensor } from "../arguments.ts";
import { tf } from "../tf.ts";

/** Weights between TensorFlow's order of sizes and PyTorch's, which is this library's. */
export const weights = {
  /**
   * TensorFlow's [kH, kW, C_in, C_out] as PyTorch's [C_out, C_in, kH, kW]; the caller disposes the copy.
   *
   * @throws  when w is not a living float32 tensor of rank 4
   * @example
   * const w = weights.fromHWIO(tf.ones([3, 3, 8, 16]));
   * console.log(w.shape); // [16, 8, 3, 3]
   */
  fromHWIO(w: Tensor): Tensor4D {
    checkTensor("weights.fromHWIO", "w", w, [4], "TensorFlow's weights are [kH, kW, C_in, C_out]");
    return tf.transpose(w as Tensor4D, [3, 2, 0, 1]);
  },

  /**
   * PyTorch's [C_out, C_in, kH, kW] as TensorFlow's [kH, kW, C_in, C_out]; the caller disposes the copy.
   *
   * @throws  when w is not a living float32 tensor of rank 4
   * @example
   * const w = weights.toHWIO(tf.ones([16, 8, 3, 3]));
   * console.log(w.shape); // [3, 3, 8, 16]
   */
  toHWIO(w: Tensor): Tensor4D {
    checkTensor("weights.toHWIO", "w", w, [4], "PyTorch's weights are [C_out, C_in, kH, kW]");
    return tf.transpose(w as Tensor4D, [2, 3, 1, 0]);
  },
};
