import { naive } from "../conv/naive.ts";
import { count, summary } from "../count/index.ts";
import { Conv2d, Sequential } from "../nn/index.ts";
import type { Claim, Source } from "./claims.ts";
import * as closed from "./formula.ts";
import type { Layer } from "./formula.ts";

/** The closed formulas. */
export const formula: Source = {
  multiplications: closed.multiplications,
  parameters: closed.parameters,
  outputShape: (layer) => [layer.outChannels, ...closed.outputSize(layer)],
};

/** The counting helper. */
export const counted: Source = {
  multiplications: (layer) => cost(layer).multiplications,
  parameters: (layer) => cost(layer).parameters,
  outputShape: (layer) => cost(layer).outputShape,
};

const cost = ({ inputSize, ...layer }: Layer) =>
  count.conv2d({ bias: false, ...layer }, [layer.inChannels, ...inputSize]);

/** The naive loop, run on maps of ones. Each weight multiplies once at each output position, which tells how many there are. */
export const measured: Source = {
  multiplications: (layer) => run(layer).multiplications,
  parameters(layer) {
    const { multiplications, shape } = run(layer);
    const [, height, width] = shape as [number, number, number];
    return multiplications / (height * width);
  },
  outputShape: (layer) => run(layer).shape,
};

function run({ inChannels, outChannels, kernelSize, inputSize, groups = 1, ...motion }: Layer) {
  const ones = (shape: number[]) => ({ data: new Float32Array(shape.reduce((a, b) => a * b, 1)).fill(1), shape });
  const weight = ones([outChannels, inChannels / groups, ...kernelSize]);
  const { stride, padding, dilation } = motion;
  return naive.conv2d(ones([inChannels, ...inputSize]), weight, { stride, padding, dilation, groups });
}

/** What torchsummary prints of the layer in a module, read from our own summary of it. */
export function summarised({ layer, read }: NonNullable<Claim["summarised"]>): number | number[] {
  const { inChannels, outChannels, kernelSize, inputSize, padding, groups } = layer;
  const conv = new Conv2d(inChannels, outChannels, kernelSize, { padding, groups, bias: false });
  const printed = summary(new Sequential(conv), [inChannels, ...inputSize]);
  if (read === "megabytes") {
    return [printed.inputSize, printed.forwardBackwardSize, printed.paramsSize, printed.totalSize];
  }
  return read === "parameters" ? printed.totalParams : printed.rows[0]!.outputShape;
}
