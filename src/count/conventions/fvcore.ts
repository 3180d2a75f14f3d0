import * as nn from "../../nn/index.ts";
import { byFunction } from "./by-type.ts";
import { inputValues, type Convention } from "./convention.ts";
import { macs } from "./macs.ts";
import { normalization } from "./normalization.ts";

/** A padding that is a word becomes an operation which fvcore does not know. */
const convolution: Convention = (layer) => (typeof (layer.module as nn.Conv2d).padding === "string" ? 0 : macs(layer));

/**
 * fvcore's flop: one for a multiply-accumulate, biases left out, and some for each value that is normalized or goes into
 * adaptive pooling. Other pooling and activations are 0. It also counts matrix products and adaptive pooling outside of layers.
 *
 * @see fvcore 0.1.5, fvcore/nn/jit_handles.py
 */
export const fvcore = byFunction([
  [[nn.Conv2d], convolution],
  [[nn.Linear], macs],
  [[nn.BatchNorm2d, nn.LayerNorm], normalization],
  [[nn.AdaptiveAvgPool2d], inputValues],
]);
