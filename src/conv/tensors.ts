import type { Tensor } from "@tensorflow/tfjs";
import { isTensor, refuse, show } from "../errors.ts";
import type { Pair } from "./options.ts";

/** The channel count and the [height, width] of x, once it is known to hold feature maps; only its batch may be empty. */
export function featureMapsOf(
  who: string,
  x: Tensor,
  layout: "NCHW" | "NHWC" = "NCHW",
): { channels: number; size: Pair } {
  const forms = `feature maps are ${layout === "NCHW" ? "[N, C, H, W] or [C, H, W]" : "[N, H, W, C] or [H, W, C]"}`;
  checkTensor(who, "x", x, [3, 4], forms);
  const [a, b, c] = x.shape.slice(-3) as [number, number, number];
  if (a * b * c === 0) refuse(who, "x to have no empty axis", show(x), forms);
  return layout === "NCHW" ? { channels: a, size: [b, c] } : { channels: c, size: [a, b] };
}

/** Refuses what is not a tensor, or one that was disposed. */
export function checkAlive(who: string, name: string, value: unknown, form: string): asserts value is Tensor {
  if (!isTensor(value)) refuse(who, `${name} to be a tensor`, show(value), `make one with tf.tensor(…); ${form}`);
  if (value.isDisposed) refuse(who, `${name} to be alive`, "a disposed tensor", "dispose it after its last use");
}

/** Refuses what is not a living float32 tensor of one of the ranks. */
export function checkTensor(who: string, name: string, value: unknown, ranks: readonly number[], remedy: string): void {
  checkAlive(who, name, value, remedy);
  if (!ranks.includes(value.rank)) refuse(who, `${name} to have ${ranks.join(" or ")} sizes`, show(value), remedy);
  const cast = `convert it with tf.cast(${name}, "float32")`;
  if (value.dtype !== "float32") refuse(who, `${name} to be float32`, show(value), cast);
}
