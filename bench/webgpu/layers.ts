import type { Problem } from "../../src/conv/problem.ts";

const KINDS = ["standard", "depthwise", "grouped 8", "separable"] as const;
export type Kind = (typeof KINDS)[number];

/** Channels in and out, and the side of the maps, from wide and thin to small and deep. */
const SIZES = [
  [32, 112],
  [128, 56],
  [512, 14],
] as const;

/** A 3×3 layer that keeps the size of its maps; of a separable one the depthwise pass. */
export interface Layer {
  title: string;
  kind: Kind;
  problem: Problem;
}

export const layersOf = (layout: Problem["layout"], sizes: readonly (readonly [number, number])[] = SIZES): Layer[] =>
  KINDS.flatMap((kind) =>
    sizes.map(([channels, side]) => ({
      title: `${kind} ${channels}@${side}²`,
      kind,
      problem: {
        batch: 1,
        inChannels: channels,
        outChannels: channels,
        groups: kind === "standard" ? 1 : kind === "grouped 8" ? 8 : channels,
        height: side,
        width: side,
        outHeight: side,
        outWidth: side,
        kernel: [3, 3],
        stride: [1, 1],
        dilation: [1, 1],
        padding: [
          [1, 1],
          [1, 1],
        ],
        layout,
      },
    })),
  );
