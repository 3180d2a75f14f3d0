import type { Tensor } from "@tensorflow/tfjs";
import { checkTensor, type Pair } from "../arguments.ts";
import { refuse, show } from "../errors.ts";

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
