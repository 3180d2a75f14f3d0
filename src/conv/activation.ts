import type { Tensor, Tensor4D } from "@tensorflow/tfjs";
import { tf } from "../tf.ts";

export const ACTIVATIONS = ["relu", "relu6"] as const;

/** max(0, y), and min(max(0, y), 6). */
export type Activation = (typeof ACTIVATIONS)[number];

/** The bounds into which an activation puts a value. */
export const bounds = (activation: Activation | undefined): [number, number] =>
  activation === undefined ? [-Infinity, Infinity] : [0, activation === "relu6" ? 6 : Infinity];

export const activate = (y: Tensor4D, activation: Activation | undefined): Tensor4D =>
  activation === undefined ? y : activation === "relu" ? tf.relu(y) : tf.relu6(y);

/** dy through an activation backwards, told by what it gave: the slope is 1 strictly between the bounds, as PyTorch has it. */
export function deactivate(dy: Tensor4D, y: Tensor | undefined, activation: Activation | undefined): Tensor4D {
  if (y === undefined || activation === undefined) return dy;
  const above: Tensor4D = tf.mul(dy, tf.step(y));
  return activation === "relu" ? above : tf.mul(above, tf.step(tf.sub(6, y)));
}
