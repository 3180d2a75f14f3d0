import type { Pair } from "../arguments.ts";

/** A pass of a window over a map, without padding, and what it costs. */
export interface Pass {
  window: Pair;
  /** of the map it reads, and of the one it writes */
  from: Pair;
  to: Pair;
  positions: number;
  /** multiplications at each position, and in all */
  each: number;
  total: number;
  /** multiplications that are done before it begins */
  start: number;
}

export function passOver(from: Pair, window: Pair, start = 0): Pass {
  const to: Pair = [from[0] - window[0] + 1, from[1] - window[1] + 1];
  const [positions, each] = [to[0] * to[1], window[0] * window[1]];
  return { window, from, to, positions, each, total: positions * each, start };
}

/** Where a pass stands when so many multiplications have been done since the beginning of all. */
export interface Progress {
  done: number;
  /** the position at which the latest multiplication was done; -1 before the first */
  current: number;
  /** multiplications done at each position */
  counts: number[];
}

export function progress({ positions, each, total, start }: Pass, multiplications: number): Progress {
  const done = Math.min(total, Math.max(0, multiplications - start));
  const counts = Array.from({ length: positions }, (_, p) => Math.min(each, Math.max(0, done - p * each)));
  return { done, current: Math.ceil(done / each) - 1, counts };
}

/** After how many multiplications any of the passes has finished a position, rising. */
export function moments(passes: readonly Pass[]): number[] {
  const ends = passes.flatMap(({ positions, each, start }) =>
    Array.from({ length: positions }, (_, p) => start + (p + 1) * each),
  );
  return [...new Set(ends)].toSorted((a, b) => a - b);
}
