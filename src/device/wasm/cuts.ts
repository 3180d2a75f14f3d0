import type { Job } from "./job.ts";

/*
 * How work is cut into tasks and blocks. The numbers that come out do not depend on it: every sum is made in the order of the
 * channels and taps, or of images and places.
 */

/** Lines of a block: what the caches near the processor hold beside the rest. */
const LINES = 256;

/** Places of a tile, at most. */
const PLACES = 224;

/** Columns of the widest microkernel, so that a block has no odd ones. */
const COLUMNS = 16;

/** Numbers of a strip. */
const STRIP = 4096;

/** How many of `channels` with `taps` each are summed at a time, in `parts` parts at least. */
export function depthOf(channels: number, taps: number, parts = 1): number {
  return Math.max(1, Math.min(Math.ceil(channels / parts), Math.floor(LINES / taps)));
}

/**
 * How many places a task computes, so that there is work for every thread and each gets as much: whole rows if one fits, and
 * whole columns if that can be.
 */
export function placesOf(job: Cut, lines: number, repeats: number, threads: number): number {
  const { outHeight, outWidth } = job;
  const all = outHeight * outWidth;
  const blocks = sharedOut(Math.ceil(all / mostPlaces(job, lines, repeats, threads)), repeats, threads);
  const places = Math.ceil(all / blocks);
  const rows = Math.floor(places / outWidth);
  const even = Array.from({ length: rows }, (_, i) => rows - i).find((rows) => (rows * outWidth) % COLUMNS === 0);
  if (even !== undefined && even >= rows / 2) return even * outWidth;
  return Math.ceil(places / COLUMNS) * COLUMNS;
}

type Cut = Pick<Job, "outHeight" | "outWidth" | "filters"> & Partial<Job>;

/** So many that blocks and tiles of all threads together stay within one and a half times the result. */
function mostPlaces(job: Cut, lines: number, repeats: number, threads: number, wanted = PLACES): number {
  const { outHeight, outWidth, filters, yPixel } = job;
  const all = outHeight * outWidth;
  const scratch = Math.min(threads, repeats * Math.ceil(all / COLUMNS)) * (lines + (yPixel === 1 ? 0 : filters));
  const columns = Math.floor((1.5 * repeats * filters * all) / scratch / COLUMNS);
  return Math.min(wanted, Math.max(1, columns) * COLUMNS);
}

/** How many rows of the result come out of a strip: fewer with strides beyond 2, since it holds what lies between, too. */
export function rowsOf(job: Pick<Job, "outWidth" | "outHeight"> & Partial<Job>): number {
  const { outWidth, outHeight, strideHeight = 1, strideWidth = 1 } = job;
  const spread = Math.max(1, (strideHeight * strideWidth) / 4);
  return Math.min(outHeight, Math.max(1, Math.floor(STRIP / outWidth / spread)));
}

/** How many rows a task of a separable convolution computes: more where there are few lines, since each task begins some anew. */
export function separableRowsOf(job: Cut, lines: number, batch: number, threads: number): number {
  const { outHeight, outWidth } = job;
  const wanted = PLACES * Math.min(Math.max(Math.floor(LINES / lines), 1), 4);
  const most = mostPlaces(job, lines, batch, threads, wanted);
  const rows = most < wanted ? Math.floor(most / outWidth) : Math.round(wanted / outWidth);
  const blocks = Math.ceil(outHeight / Math.max(1, rows));
  return Math.ceil(outHeight / sharedOut(blocks, batch, threads));
}

/** As many blocks, of each of `repeats` equal parts, that the threads get as much each where there are few. */
function sharedOut(blocks: number, repeats: number, threads: number): number {
  const isUneven = repeats * blocks < 4 * threads && repeats % threads !== 0;
  return isUneven ? Math.ceil(blocks / threads) * threads : blocks;
}
