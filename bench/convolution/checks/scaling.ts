import { number } from "../../number.ts";
import { determination, slope } from "../../statistics.ts";
import type { Verdict } from "../report/verdict.ts";
import type { Layer } from "../work/layer.ts";
import type { Task } from "../work/task.ts";

/** Milliseconds of one run on one thread of our WASM device. */
export type Timer = (task: Task) => Promise<number>;

const CHANNELS = 64;
const BATCHES = [1, 2, 4, 8, 16];
const SIDES = [14, 20, 28, 40, 56];
const WINDOW = { kernel: [3, 3], stride: [1, 1], padding: [1, 1] } as const;
const LEAST = 0.98;

const KINDS: Record<string, Pick<Layer, "groups" | "separable">> = {
  standard: { groups: 1 },
  grouped: { groups: 8 },
  depthwise: { groups: CHANNELS },
  separable: { groups: 1, separable: true },
};

/** Whether time goes in a straight line with the batch and with the output's positions. */
export async function scaling(time: Timer): Promise<Verdict[]> {
  const verdicts: Verdict[] = [];
  for (const [kind, groups] of Object.entries(KINDS)) {
    const taskOf = (batch: number, side: number): Task => {
      const layer = { ...WINDOW, inChannels: CHANNELS, outChannels: CHANNELS, height: side, width: side, ...groups };
      return { kind: "layer", layer, pass: "forward", batch };
    };
    const batches = await pointsOf(BATCHES, (batch) => time(taskOf(batch, 28)));
    const places = await pointsOf(
      SIDES,
      (side) => time(taskOf(1, side)),
      (side) => side ** 2,
    );
    verdicts.push(straight(`${kind} 3×3, ${CHANNELS}@28², batch ${BATCHES.join(", ")}`, "image", batches));
    verdicts.push(
      straight(
        `${kind} 3×3, ${CHANNELS} channels, maps of ${SIDES.map((side) => `${side}²`).join(", ")}`,
        "1,000 positions",
        places.map(([x, y]) => [x / 1000, y]),
      ),
    );
  }
  return verdicts;
}

type Point = readonly [x: number, milliseconds: number];

async function pointsOf(
  sizes: readonly number[],
  time: (size: number) => Promise<number>,
  x = (size: number) => size,
): Promise<Point[]> {
  const points: Point[] = [];
  for (const size of sizes) points.push([x(size), await time(size)]);
  return points;
}

function straight(title: string, unit: string, points: readonly Point[]): Verdict {
  const r2 = determination(points);
  const measured = `${number(slope(points))} ms for each ${unit}, r² = ${r2.toFixed(4)}`;
  return { title, goal: `time linear, r² ≥ ${LEAST}`, measured, met: r2 >= LEAST };
}
