import type { Problem } from "../../conv/problem.ts";

/** The places of x, along one axis, that the same taps reach: every `step`th from `start` on. */
export interface Phase {
  start: number;
  step: number;
  count: number;
  /** The taps: the first one, the distance to the next, and how many there are. */
  firstTap: number;
  tapStep: number;
  taps: number;
  /** Where the taps meet dy: the place that the first tap meets at the first place of x, and the distance between taps. */
  offset: number;
  dilation: number;
}

/**
 * How dx comes of dy along an axis, where dx[Y] = Σ dy[(Y + padding − k · dilation) / stride] · w[k] over the taps k that make
 * it whole: with a stride, the taps fall into phases, each of which is a convolution without one. No product with the zeros
 * between strides is computed.
 */
export function phasesOf(axis: 0 | 1, problem: Problem): Phase[] {
  const [size, kernel] = [[problem.height, problem.width][axis]!, problem.kernel[axis]];
  const [stride, dilation, before] = [problem.stride[axis], problem.dilation[axis], problem.padding[axis][0]];
  return Array.from({ length: Math.min(stride, size) }, (_, start) => {
    const reached = Array.from({ length: kernel }, (_, tap) => tap).filter(
      (tap) => (start + before - tap * dilation) % stride === 0,
    );
    const taps = reached.length;
    const tapStep = taps > 1 ? reached[1]! - reached[0]! : 1;
    const [firstTap = 0, lastTap = 0] = [reached[0], reached.at(-1)];
    return {
      start,
      step: stride,
      count: Math.ceil((size - start) / stride),
      // backwards, so that taps go up along dy
      firstTap: lastTap,
      tapStep: -tapStep,
      taps,
      offset: (start + before - lastTap * dilation) / stride,
      dilation: taps > 1 ? (tapStep * dilation) / stride : 1,
      ...(taps === 0 && { firstTap, offset: 0 }),
    };
  });
}
