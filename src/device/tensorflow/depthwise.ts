import type { Tensor4D, TensorInfo } from "@tensorflow/tfjs";
import type { Operations } from "../../conv/kernel.ts";
import { inputShape, type Problem } from "../../conv/problem.ts";
import { tf } from "../../tf.ts";
import { finish, fused, isFused } from "./finish.ts";
import { operate } from "./operate.ts";
import { packed } from "./packed.ts";
import { disclose, enclose, enclosed, placing } from "./placing.ts";

/** Convolutions of each channel by kernels of its own. */
export const depthwise: Pick<Operations, "forward" | "inputGradient" | "weightGradient"> = {
  forward(x, weight, last, problem) {
    const filter = toHWCM(weight, problem);
    // a copy with the padding would cost more than it saves
    const isPlaced = enclosed(problem) === problem;
    if (isPlaced && isFused(last, problem)) return fused("DepthwiseConv2dNative", [x, filter], last, placing(problem));
    return finish(operate("DepthwiseConv2dNative", [x, filter], placing(problem)), last, problem);
  },
  inputGradient(dy, weight, problem) {
    const whole = enclosed(problem);
    const inputs = [tf.tensor1d(inputShape(whole), "int32"), toHWCM(weight, problem), dy];
    const dx = operate<Tensor4D>("DepthwiseConv2dNativeBackpropInput", inputs, placing(whole));
    return disclose(dx, problem, inputShape(problem));
  },
  weightGradient(dy, x, problem) {
    const { kernel, inChannels, outChannels } = problem;
    const size = tf.tensor1d([...kernel, inChannels, outChannels / inChannels], "int32");
    const inputs = [enclose(x, problem), size, dy];
    const taps = operate<Tensor4D>("DepthwiseConv2dNativeBackpropFilter", inputs, placing(enclosed(problem)));
    return tf.transpose(
      outChannels === inChannels ? taps : tf.reshape(taps, [...kernel, outChannels, 1]),
      [2, 3, 0, 1],
    );
  },
};

/** [C·m, 1, kH, kW] as TensorFlow has it, [kH, kW, C, m]. */
function toHWCM(weight: Tensor4D, { kernel, inChannels, outChannels }: Problem): TensorInfo {
  const isPlain = outChannels === inChannels;
  const filter = isPlain ? weight : tf.reshape(weight, [inChannels, outChannels / inChannels, ...kernel]);
  return packed(filter as Tensor4D, [2, 3, 0, 1]);
}
