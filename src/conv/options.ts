import type { Tensor } from "@tensorflow/tfjs";
import type { Pair } from "../arguments.ts";
import type { Activation } from "./activation.ts";

/** What lies beyond the edge: zeros, the image mirrored, its edge repeated, or the image again. */
export type PaddingMode = "zeros" | "reflect" | "replicate" | "circular";

/** Options of a convolution, named and meant as in `torch.nn.Conv2d`. */
export interface Conv2dOptions {
  /** One value for each output channel, [C_out]. */
  bias?: Tensor | undefined;
  /** Step of the window, in pixels; 1 by default. */
  stride?: number | Pair | undefined;
  /** Pixels added on both sides; "same" keeps the size (stride 1 only, an odd excess goes to the end), "valid" adds none. */
  padding?: number | Pair | "same" | "valid" | undefined;
  paddingMode?: PaddingMode | undefined;
  /** Distance between neighbouring taps of the kernel, in pixels; 1 by default. */
  dilation?: number | Pair | undefined;
  /** How many blocks the channels fall into; each output channel sees the input channels of its own block. */
  groups?: number | undefined;
  /** What the result goes through: "relu", max(0, y), or "relu6", min(max(0, y), 6); fused where the device can. */
  activation?: Activation | undefined;
  /** Order of the sizes of x and of the result; weights are OIHW in both. */
  layout?: "NCHW" | "NHWC" | undefined;
}

export const CONV2D_OPTIONS = [
  "bias",
  "stride",
  "padding",
  "paddingMode",
  "dilation",
  "groups",
  "activation",
  "layout",
] as const;
