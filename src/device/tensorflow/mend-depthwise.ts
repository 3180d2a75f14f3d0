import type { KernelFunc, Tensor4D } from "@tensorflow/tfjs";
import { tf } from "../../tf.ts";
import type { Abilities } from "./abilities.ts";
import { operate } from "./operate.ts";

/**
 * Mends DepthwiseConv2dNative, which leaves a dilation out, or refuses it and two different strides, depending on the kernels that
 * TensorFlow has here: its Conv2D computes those in as many groups as there are channels.
 */
export function mendDepthwise({ dilatedDepthwise, unequalStrides }: Abilities): void {
  if (dilatedDepthwise && unequalStrides) return;
  const stock = tf.getKernel("DepthwiseConv2dNative", "tensorflow").kernelFunc;
  const kernelFunc: KernelFunc = (call) => {
    const { x, filter } = call.inputs as unknown as { x: Tensor4D; filter: Tensor4D };
    const { strides, dilations, pad } = call.attrs as unknown as Placed;
    const [stride, dilation] = [pair(strides), pair(dilations)];
    const isOdd = stride[0] !== stride[1] || Math.max(...dilation) > 1;
    if (!isOdd || typeof pad !== "string" || x.dtype !== "float32") return stock(call);
    const [height, width, channels, multiplier] = filter.shape;
    const taps = tf.reshape(filter, [height, width, 1, channels * multiplier]);
    return operate("Conv2D", [x, taps], {
      data_format: "NHWC",
      padding: pad.toUpperCase(),
      strides: [1, ...stride, 1],
      dilations: [1, ...dilation, 1],
    });
  };
  tf.unregisterKernel("DepthwiseConv2dNative", "tensorflow");
  tf.registerKernel({ kernelName: "DepthwiseConv2dNative", backendName: "tensorflow", kernelFunc });
}

interface Placed {
  strides: number | [number, number];
  dilations: number | [number, number];
  pad: string | number;
}

const pair = (value: number | [number, number] = 1): [number, number] =>
  typeof value === "number" ? [value, value] : value;
