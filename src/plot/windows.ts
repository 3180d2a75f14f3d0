import type { Placement } from "../conv/placement.ts";
import type { Pair } from "../arguments.ts";
import type { Kernel } from "../spatial/kernel.ts";

/** A place of the padded input under the window, its number, and the kernel's number that it meets. */
export interface Tap {
  row: number;
  column: number;
  pixel: number;
  weight: number;
}

/** Where the window stands for one place of the output: its taps, row by row of the kernel. */
export interface Window {
  row: number;
  column: number;
  taps: Tap[][];
}

/** The padded input's number at a place; undefined in the padding. */
export type PixelAt = (row: number, column: number) => number | undefined;

/** Every position of a kernel, in reading order of the output. */
export function windowsOf(pixelAt: PixelAt, kernel: Kernel, { stride, dilation }: Placement, size: Pair): Window[] {
  const at = (row: number, column: number) => ({
    row,
    column,
    taps: kernel.map((weights, i) =>
      weights.map((weight, j): Tap => {
        const [y, x] = [row * stride[0] + i * dilation[0], column * stride[1] + j * dilation[1]];
        return { row: y, column: x, pixel: pixelAt(y, x) ?? 0, weight };
      }),
    ),
  });
  return Array.from({ length: size[0] * size[1] }, (_, p) => at(Math.floor(p / size[1]), p % size[1]));
}
