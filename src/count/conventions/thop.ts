import * as nn from "../../nn/index.ts";
import { byClass } from "./by-type.ts";
import { inputValues, outputValues, type Convention } from "./convention.ts";
import { macs } from "./macs.ts";

/** Subtract and divide; with a weight also scale and shift. */
const normalization: Convention = (layer) => inputValues(layer) * (layer.module.ownParameters().length > 0 ? 4 : 2);

/** The values of a window, a fraction of one where sizes do not divide, and a division. */
const adaptivePooling: Convention = (layer) => {
  const [inputs, outputs] = [layer.inputShapes[0]!.slice(2), layer.outputShapes[0]!.slice(2)];
  const window = inputs.reduce((taps, size, i) => taps * (size / outputs[i]!), 1);
  return Math.trunc((window + 1) * outputValues(layer));
};

/** Of each row an exponential and a division a value, and the sum. */
const softmax: Convention = (layer) => {
  const features = layer.inputShapes[0]!.at((layer.module as nn.Softmax).dim)!;
  return (inputValues(layer) / features) * (3 * features - 1);
};

/**
 * What thop calls MACs: multiply-accumulates without biases, and some operations for each value of normalizations, average
 * pooling, PReLU and softmax. Other activations and max pooling are 0, and so are subclasses of layers and whatever is not a layer.
 *
 * @see thop 0.1.1, thop/vision/basic_hooks.py and calc_func.py
 */
export const thop = byClass([
  [[nn.Conv2d, nn.Linear], macs],
  [[nn.BatchNorm2d, nn.LayerNorm], normalization],
  [[nn.AvgPool2d], outputValues],
  [[nn.AdaptiveAvgPool2d], adaptivePooling],
  [[nn.PReLU], inputValues],
  [[nn.Softmax], softmax],
]);
