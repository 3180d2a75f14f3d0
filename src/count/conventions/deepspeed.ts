import * as nn from "../../nn/index.ts";
import { byFunction } from "./by-type.ts";
import { inputValues } from "./convention.ts";
import { localResponse } from "./local-response.ts";
import { flops, flopsWithBias } from "./macs.ts";
import { normalization } from "./normalization.ts";

/**
 * FLOPs of DeepSpeed's profiler and of calflops, which comes from it: 2 for a multiply-accumulate, an addition for each bias of a
 * convolution and none for a linear layer's, and some for each value that is normalized, pooled or goes through an activation, but
 * for ReLU6, sigmoids, tanh and Hardswish. They also count such functions, `torch.add` and `torch.mul` outside of layers.
 * Of an even kernel with padding "same" they take the output for one row and column smaller than it is, which is not followed here.
 *
 * @see DeepSpeed 0.19.8, deepspeed/profiling/flops_profiler/profiler.py; calflops 0.3.2, calflops/pytorch_ops.py
 */
export const deepspeed = byFunction([
  [[nn.Conv2d], flopsWithBias],
  [[nn.Linear], flops],
  [[nn.BatchNorm2d, nn.LayerNorm], normalization],
  [[nn.ReLU, nn.PReLU, nn.SiLU, nn.GELU, nn.Softmax, nn.MaxPool2d, nn.AvgPool2d, nn.AdaptiveAvgPool2d], inputValues],
  [[nn.LocalResponseNorm], localResponse],
]);
