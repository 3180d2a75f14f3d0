import type { Node } from "../node.ts";
import { sizeOf } from "../value.ts";
import type { Products } from "../../formats/layer.ts";
import { named, type Operator } from "./operator.ts";
import { placementOf } from "./window.ts";

/** A convolution whose weight and bias are the inputs of these numbers. */
function convolution(weight: number, bias: number): Operator {
  return {
    kind: (node) => kindOf(node, node.shape(weight)),
    infer: (node) => {
      const [batch, channels, ...image] = node.shape() as [number, number, ...number[]];
      const [outputs, inputs, ...kernel] = node.shape(weight) as [number, number, ...number[]];
      if (inputs * node.int("group", 1) !== channels) {
        throw new Error(`its weight [${node.shape(weight)}] takes ${inputs * node.int("group", 1)} channels`);
      }
      return [{ shape: [batch, outputs, ...placementOf(node, kernel, image).size] }];
    },
    products: (node, [output]) => {
      const sums = sizeOf(output!.shape!);
      return { macs: sums * sizeOf(node.shape(weight).slice(1)), sums, biases: node.inputs[bias] ? sums : 0 };
    },
    learned: [weight, bias],
  };
}

/** Each input value is spread over a kernel of outputs. Weights are [C_in, C_out / group, k…]. */
const transposed: Operator = {
  learned: [1, 2],
  kind: (node) => `transposed ${kindOf(node, node.shape(1))}`,
  infer: (node) => {
    const [batch, , ...image] = node.shape() as [number, number, ...number[]];
    const [, outputs, ...kernel] = node.shape(1) as [number, number, ...number[]];
    return [{ shape: [batch, outputs * node.int("group", 1), ...spread(node, kernel, image)] }];
  },
  products: (node, [output]): Products => {
    const [batch, , ...image] = node.shape() as [number, number, ...number[]];
    const macs = batch * sizeOf(image) * sizeOf(node.shape(1));
    const sums = sizeOf(output!.shape!);
    return { macs, sums, biases: node.inputs[2] ? sums : 0 };
  },
};

function spread(node: Node, kernel: readonly number[], image: readonly number[]): number[] {
  const given = node.ints("output_shape");
  if (given) return given.slice(-image.length);
  const { stride, dilation, padding } = placementOf(node, kernel, image);
  const isSame = node.string("auto_pad", "NOTSET").startsWith("SAME");
  return image.map((length, axis) => {
    if (isSame) return length * stride[axis]!;
    const extra = (node.ints("output_padding")?.[axis] ?? 0) - padding[axis]!;
    return stride[axis]! * (length - 1) + dilation[axis]! * (kernel[axis]! - 1) + 1 + extra;
  });
}

function kindOf(node: Node, [, each, ...kernel]: readonly number[]): string {
  const connection = node.int("group", 1) === 1 ? "convolution" : each === 1 ? "depthwise" : "grouped";
  return `${connection} ${kernel.join("×")}`;
}

export const convolutions: ReadonlyArray<[string, Operator]> = [
  ...named("Conv", convolution(1, 2)),
  ...named("ConvInteger", convolution(1, 4)),
  ...named("QLinearConv", convolution(3, 8)),
  ...named("ConvTranspose", transposed),
];
