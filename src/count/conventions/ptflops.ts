import * as nn from "../../nn/index.ts";
import { byClass } from "./by-type.ts";
import { inputValues, type Convention } from "./convention.ts";
import { localResponse } from "./local-response.ts";
import { macsWithBias } from "./macs.ts";

const batchNorm: Convention = (layer) => inputValues(layer) * (layer.module.ownParameters().length > 0 ? 2 : 1);

/** Counted as a layer, and once more as the function that the layer calls. */
const twice: Convention = (layer) => 2 * inputValues(layer);

/**
 * What ptflops calls MACs, by its default backend: multiply-accumulates, an addition for each bias, and one or two operations
 * for each value that is normalized, pooled or goes through an activation, but for sigmoids, tanh and Hardswish. It also counts
 * functions that a network calls outside of layers: pooling, activations, `torch.add` and `torch.mul`, yet not `+` and `*`.
 *
 * @see ptflops 0.7.5, ptflops/pytorch_ops.py and pytorch_engine.py
 */
export const ptflops = byClass([
  [[nn.Conv2d, nn.Linear], macsWithBias],
  [[nn.BatchNorm2d], batchNorm],
  [[nn.LayerNorm, nn.ReLU6, nn.SiLU, nn.Softmax], inputValues],
  [[nn.ReLU, nn.PReLU, nn.GELU, nn.MaxPool2d, nn.AvgPool2d, nn.AdaptiveAvgPool2d], twice],
  [[nn.LocalResponseNorm], localResponse],
]);
