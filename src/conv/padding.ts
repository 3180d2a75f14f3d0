import { toChoice, toPair, type Pair } from "../arguments.ts";
import { refuse, show } from "../errors.ts";
import type { PaddingMode } from "./options.ts";

/** [before, after] of the height and of the width. */
export type Padding = readonly [Pair, Pair];

export const NONE: Padding = [
  [0, 0],
  [0, 0],
];

/** The option `padding` in pixels. */
export function toPadding(who: string, value: unknown, kernel: Pair, stride: Pair, dilation: Pair): Padding {
  if (value === "valid") return NONE;
  if (value === "same") {
    const remedy = "give the padding as a number or [height, width]";
    if (Math.max(...stride) > 1) refuse(who, `stride 1 with padding "same"`, `stride ${show(stride)}`, remedy);
    return [around(dilation[0] * (kernel[0] - 1)), around(dilation[1] * (kernel[1] - 1))];
  }
  if (typeof value === "string") toChoice(who, "padding", value, ["same", "valid"]);
  const [height, width] = toPair(who, "padding", value, 0);
  return [both(height), both(width)];
}

const both = (amount: number): Pair => [amount, amount];

/** PyTorch puts the odd pixel of padding "same" at the end. */
const around = (total: number): Pair => [Math.floor(total / 2), Math.ceil(total / 2)];

/** Refuses more padding than there is to fill it with: a mirror holds each pixel but the edge once, a circle each pixel once. */
export function checkPadding(who: string, mode: PaddingMode, padding: Padding, size: Pair): void {
  if (mode === "zeros" || mode === "replicate") return;
  for (const axis of [0, 1] as const) {
    const most = mode === "reflect" ? size[axis] - 1 : size[axis];
    const asked = Math.max(...padding[axis]);
    if (asked <= most) continue;
    const where = `paddingMode "${mode}" and ${axis === 0 ? "height" : "width"} ${size[axis]}`;
    refuse(who, `padding of at most ${most} for ${where}`, show(asked), `pad less, or use "replicate" or "zeros"`);
  }
}
