import type { Tensor, Tensor4D } from "@tensorflow/tfjs";
import { tf } from "../tf.ts";
import { differentiable } from "./differentiable.ts";

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
  const run = devices.get(tf.getBackend()) ?? choose;
  return differentiable(
    { dy, y },
    ({ dy, y }) => run(dy, y, activation),
    ({ y }, upstream) => ({ dy: () => deactivate(upstream, y, activation), y: () => tf.zerosLike(y) }),
  );
}

/** dy where an activation that gave y is open, else 0. */
export type Deactivate = (dy: Tensor4D, y: Tensor, activation: Activation) => Tensor4D;

/** Has a device do it in a way of its own. */
export function registerDeactivate(device: string, run: Deactivate): void {
  devices.set(device, run);
}

const devices = new Map<string, Deactivate>();

/** By a choice, since a product of an infinite dy with 0 would be NaN. */
const choose: Deactivate = (dy, y, activation) => {
  const below = tf.lessEqual(y, 0);
  const closed = activation === "relu" ? below : tf.logicalOr(below, tf.greaterEqual(y, 6));
  return tf.where(closed, tf.zerosLike(dy), dy);
};
