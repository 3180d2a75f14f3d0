import type { Network } from "../../src/models/network.ts";
import { tf } from "../../src/tf.ts";

/**
 * How far a network's loss on two random images falls by a step against its gradient that, by the gradient, lowers it by
 * one part in a hundred; as a share of that, so that 1 means a gradient that is right in every parameter.
 */
export function fallByGradient(network: Network, size: number): number {
  return tf.tidy(() => {
    const x = tf.randomNormal([2, 3, size, size], 0, 1, "float32", 1);
    const loss = () => network.forward(x).sub(1).square().mean<tf.Scalar>();
    const { value, grads } = tf.variableGrads(loss, network.parameters());
    const slope = tf.addN(Object.values(grads).map((gradient) => gradient.square().sum()));
    const step = value.mul(0.01).div(slope);
    for (const variable of network.parameters()) variable.assign(variable.sub(grads[variable.name]!.mul(step)));
    return value.sub(loss()).div(value).mul(100).dataSync()[0]!;
  });
}
