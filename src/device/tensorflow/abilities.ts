import type { NodeJSKernelBackend } from "@tensorflow/tfjs-node/dist/nodejs_kernel_backend.js";
import type { Tensor4D } from "@tensorflow/tfjs";
import { tf } from "../../tf.ts";
import { type Fusible, fused } from "./finish.ts";
import { operate } from "./operate.ts";

/** What differs between TensorFlow's kernels: those of oneDNN, its older ones for the CPU, and cuDNN's. */
export interface Abilities {
  /** Convolutions of NCHW. */
  channelsFirst: boolean;
  groupedGradients: boolean;
  dilatedGradients: boolean;
  dilatedDepthwise: boolean;
  /** Depthwise convolutions that move differently along the axes. */
  unequalStrides: boolean;
  /** Convolutions that add the bias and apply the activation themselves. */
  fused: boolean;
}

/** Tries each on a few numbers: that a kernel exists does not say that it computes. */
export const findAbilities = (): Abilities => ({
  channelsFirst: gives([4], () =>
    operate("Conv2D", [tf.ones([1, 1, 2, 2]), tf.ones([2, 2, 1, 1])], { ...placed([1, 1]), data_format: "NCHW" }),
  ),
  groupedGradients: gives([2, 2, 2, 2], () =>
    operate("Conv2DBackpropInput", [sizes(1, 1, 1, 4), tf.ones([1, 1, 2, 4]), tf.ones([1, 1, 1, 4])], placed([1, 1])),
  ),
  dilatedGradients: gives([0, 2, 6, 8], () =>
    operate("Conv2DBackpropFilter", [nine(), sizes(2, 2, 1, 1), tf.ones([1, 1, 1, 1])], placed([1, 1], [2, 2])),
  ),
  dilatedDepthwise: gives([16], () =>
    operate("DepthwiseConv2dNative", [nine(), tf.ones([2, 2, 1, 1])], placed([1, 1], [2, 2])),
  ),
  unequalStrides: gives([0, 1, 2, 6, 7, 8], () =>
    operate("DepthwiseConv2dNative", [nine(), tf.ones([1, 1, 1, 1])], placed([2, 1])),
  ),
  fused: !isOnGpu() && FUSED.every((name) => gives([0, 1, 2, 3, 4, 5, 6, 6, 6], () => fusedOf(name))),
});

function gives(expected: number[], run: () => ReturnType<typeof operate>): boolean {
  return tf.tidy(() => {
    try {
      const actual = [...run().dataSync()];
      return actual.length === expected.length && actual.every((value, i) => value === expected[i]);
    } catch {
      return false;
    }
  });
}

const FUSED: Fusible[] = ["Conv2D", "DepthwiseConv2dNative"];

const fusedOf = (name: Fusible) =>
  fused(name, [nine(), tf.ones([1, 1, 1, 1])], { bias: tf.tensor1d([0]), activation: "relu6" }, placed([1, 1]));

/** There oneDNN's kernels would run all the same, on the CPU. */
const isOnGpu = () => (tf.backend() as NodeJSKernelBackend).isUsingGpuDevice;

/** 0 to 8. */
const nine = (): Tensor4D => tf.reshape(tf.range(0, 9), [1, 3, 3, 1]);

const sizes = (...shape: number[]) => tf.tensor1d(shape, "int32");

const placed = (stride: [number, number], dilation: [number, number] = [1, 1]) => ({
  data_format: "NHWC",
  padding: "VALID",
  strides: [1, ...stride, 1],
  dilations: [1, ...dilation, 1],
});
