import type { Tensor4D } from "@tensorflow/tfjs";
import { tf } from "../../tf.ts";
import { activate } from "../activation.ts";
import type { Kernels } from "../kernel.ts";
import type { Problem } from "../problem.ts";
import { weights } from "../weights.ts";
import { grouped } from "./grouped.ts";

/*
 * The reference path: a convolution on every tfjs backend, of stock kernels alone, inside in tfjs's own layouts: x [N, H, W, C]
 * already padded, weight [kH, kW, C_in / groups, C_out].
 *
 * Stock kernels are asked only for what they do right: 'valid' padding, and stride or dilation, never both. Their gradients are
 * not used: wasm has none for the weights, and tfjs-core throws for dilation.
 */

const name = "reference";
const about = "TensorFlow.js's own kernels: pad, 'valid' convolutions, groups by split and concat";
const unfit = () => undefined;

/** The last row of every device's table: it computes everything. */
export const reference: Kernels = {
  forward: [
    {
      name,
      about,
      unfit,
      run(x, weight, { bias, activation }, problem) {
        const maps = grouped(problem).forward(padded(x, problem), weights.toHWIO(weight), problem);
        return fromChannelsLast(activate(bias === undefined ? maps : tf.add(maps, bias), activation), problem);
      },
    },
  ],
  inputGradient: [
    {
      name,
      about,
      unfit,
      run(dy, weight, problem) {
        const { batch, inChannels, height, width, padding } = problem;
        const [[top, bottom], [left, right]] = padding;
        const shape: Tensor4D["shape"] = [batch, top + height + bottom, left + width + right, inChannels];
        const dx = grouped(problem).inputGradient(toChannelsLast(dy, problem), weights.toHWIO(weight), shape, problem);
        return fromChannelsLast(tf.slice(dx, [0, top, left, 0], [batch, height, width, inChannels]), problem);
      },
    },
  ],
  weightGradient: [
    {
      name,
      about,
      unfit,
      run(dy, x, problem) {
        const { kernel, inChannels, groups, outChannels } = problem;
        const shape: Tensor4D["shape"] = [...kernel, inChannels / groups, outChannels];
        const upstream = toChannelsLast(dy, problem);
        return weights.fromHWIO(grouped(problem).weightGradient(upstream, padded(x, problem), shape, problem));
      },
    },
  ],
};

function padded(x: Tensor4D, problem: Problem): Tensor4D {
  const [height, width] = problem.padding;
  const maps = toChannelsLast(x, problem);
  return Math.max(...height, ...width) === 0 ? maps : tf.pad(maps, [[0, 0], [...height], [...width], [0, 0]]);
}

const toChannelsLast = (x: Tensor4D, { layout }: Problem): Tensor4D =>
  layout === "NHWC" ? x : tf.transpose(x, [0, 2, 3, 1]);

const fromChannelsLast = (y: Tensor4D, { layout }: Problem): Tensor4D =>
  layout === "NHWC" ? y : tf.transpose(y, [0, 3, 1, 2]);
