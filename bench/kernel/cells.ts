import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { number } from "../number.ts";
import { drawPicture } from "../picture.ts";
import { slope, summarize } from "../statistics.ts";
import { workshop } from "../workshop.ts";
import { cellsFigure } from "./cells-figure.ts";
import { Kernel } from "./kernel.ts";
import { readOptions } from "./options.ts";
import { type PeerName, findPeers } from "./peers.ts";

const USAGE = `npm run bench:cells -- [--only PEER,...] [--quick]

Runs 10,000 cells in a row in each kernel, and writes how latency and memory went to build/bench/cells.json and cells.png.

  --only   of sepconv, tslab, deno
  --quick  1,000 cells`;

/** Kernels take turns after so many cells; then their memory is read. */
const BLOCK = 100;
/** tslab now and then loses the message that a cell has ended: one that loses so many is asked no more. */
const MOST_LOST = 20;
const PATIENCE_SECONDS = 10;

/** What became of one kernel, block by block. */
export interface Course {
  peer: PeerName;
  /** Cells run so far, the median latency of the last block, and the memory after it. */
  points: { cells: number; milliseconds: number; megabytes: number }[];
  /** Cells whose end the kernel did not tell. */
  lost: number;
  /** The last reason why one had no end. */
  failure?: string;
}

const options = readOptions(USAGE);
if (options) await main(options.only, options.quick ? 1000 : 10_000);

async function main(only: string[] | undefined, count: number): Promise<void> {
  const { peers, missing } = findPeers();
  for (const reason of missing) console.error(`Without ${reason}`);
  const chosen = peers.filter(({ name }) => only?.includes(name) ?? true);
  const runs = await Promise.all(
    chosen.map(async ({ name, launch }) => {
      const course: Course = { peer: name, points: [], lost: 0 };
      return { course, kernel: await Kernel.start(launch) };
    }),
  );
  try {
    for (let cells = 0; cells < count; cells += BLOCK) {
      for (const { course, kernel } of runs) if (course.lost < MOST_LOST) await runBlock(course, kernel, cells);
      if (cells % 1000 === 0) console.error(`${cells} cells …`);
    }
  } finally {
    for (const { kernel } of runs) await kernel.stop();
  }
  const courses = runs.map(({ course }) => course);
  for (const course of courses) console.log(describe(course));
  mkdirSync(workshop, { recursive: true });
  const slopes = Object.fromEntries(courses.map((course) => [course.peer, slopesOf(course)]));
  const report = { date: new Date().toISOString(), count, slopes, courses };
  writeFileSync(join(workshop, "cells.json"), `${JSON.stringify(report, null, 2)}\n`);
  await drawPicture(cellsFigure(courses), join(workshop, "cells.png"));
}

/** A cell that declares variables again and shows a value, as somebody does who runs one again and again. */
async function runBlock(course: Course, kernel: Kernel, first: number): Promise<void> {
  const latencies: number[] = [];
  for (let cell = first; cell < first + BLOCK && course.lost < MOST_LOST; cell++) {
    const code = `let value: number = ${cell};\nlet total = ${cell} + value;\ntotal`;
    try {
      latencies.push((await kernel.execute(code, PATIENCE_SECONDS)).milliseconds);
    } catch (error) {
      course.lost++;
      course.failure = (error as Error).message;
    }
  }
  if (latencies.length === 0) return;
  const { median } = summarize(latencies);
  course.points.push({ cells: first + BLOCK, milliseconds: median, megabytes: kernel.megabytes() });
}

/** By how much latency and memory grow in 1,000 cells; the first fifth, in which a kernel warms up, does not count. */
function slopesOf({ points }: Course): { milliseconds: number; megabytes: number } {
  const warm = points.slice(Math.ceil(points.length / 5));
  const grow = (pick: (point: Course["points"][number]) => number) =>
    1000 * slope(warm.map((point) => [point.cells, pick(point)]));
  return { milliseconds: grow(({ milliseconds }) => milliseconds), megabytes: grow(({ megabytes }) => megabytes) };
}

function describe(course: Course): string {
  const { peer, points, lost, failure } = course;
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last || points.length < 5) return `${peer}: ${failure ?? "too few cells"}`;
  const { milliseconds, megabytes } = slopesOf(course);
  const latency = `${number(first.milliseconds)} → ${number(last.milliseconds)} ms a cell (${number(milliseconds)} ms more per 1,000 cells)`;
  const memory = `${number(first.megabytes)} → ${number(last.megabytes)} MB (${number(megabytes)} MB more per 1,000 cells)`;
  return `${peer}: ${latency}, ${memory}${lost === 0 ? "" : `; ${lost} of ${last.cells} cells without an end: ${failure}`}`;
}
