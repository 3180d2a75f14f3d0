import { toChoice, toPair, type Pair } from "../arguments.ts";
import { refuse, show } from "../errors.ts";
import type { Conv2dOptions, PaddingMode } from "./options.ts";
import { checkPadding, toPadding, type Padding } from "./padding.ts";

/** How a kernel is laid on feature maps, every option checked and spelled out. */
export interface Placement {
  kernel: Pair;
  stride: Pair;
  dilation: Pair;
  padding: Padding;
  paddingMode: PaddingMode;
}

type Options = Pick<Conv2dOptions, "stride" | "dilation" | "padding" | "paddingMode">;

export function placementOf(who: string, kernelSize: unknown, options: Options): Placement {
  const kernel = toPair(who, "kernelSize", kernelSize, 1);
  const stride = toPair(who, "stride", options.stride ?? 1, 1);
  const dilation = toPair(who, "dilation", options.dilation ?? 1, 1);
  const paddingMode = toChoice(who, "paddingMode", options.paddingMode ?? "zeros", MODES);
  const padding = toPadding(who, options.padding ?? 0, kernel, stride, dilation);
  return { kernel, stride, dilation, padding, paddingMode };
}

const MODES = ["zeros", "reflect", "replicate", "circular"] as const;

/** The [height, width] of the result, once it is known that there is one. */
export function outputSize(who: string, size: Pair, placement: Placement): Pair {
  const { kernel, stride, dilation, padding, paddingMode } = placement;
  checkPadding(who, paddingMode, padding, size);
  const along = (axis: 0 | 1) => {
    const room = size[axis] + padding[axis][0] + padding[axis][1];
    const reach = dilation[axis] * (kernel[axis] - 1) + 1;
    return { room, reach, places: Math.floor((room - reach) / stride[axis]) + 1 };
  };
  const [height, width] = [along(0), along(1)];
  if (height.places < 1 || width.places < 1) {
    const room = `the kernel to fit into the padded input [${height.room}, ${width.room}]`;
    const taps = `(kernel ${show(kernel)}, dilation ${show(dilation)})`;
    const reach = `a kernel that reaches over [${height.reach}, ${width.reach}] ${taps}`;
    refuse(who, room, reach, "use a smaller kernel or dilation, or more padding");
  }
  return [height.places, width.places];
}
