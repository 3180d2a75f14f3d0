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
export function placesOf(outHeight: number, outWidth: number, repeats: number, threads: number): number {
  const all = outHeight * outWidth;
  const blocks = sharedOut(Math.ceil(all / PLACES), repeats, threads);
  const places = Math.ceil(all / blocks);
  const rows = Math.floor(places / outWidth);
  const even = Array.from({ length: rows }, (_, i) => rows - i).find((rows) => (rows * outWidth) % COLUMNS === 0);
  if (even !== undefined && even >= rows / 2) return even * outWidth;
  return Math.ceil(places / COLUMNS) * COLUMNS;
}

/** How many rows of the result come out of a strip: fewer with strides beyond 2, since it holds what lies between, too. */
export function rowsOf(job: Pick<Job, "outWidth" | "outHeight"> & Partial<Job>): number {
  const { outWidth, outHeight, strideHeight = 1, strideWidth = 1 } = job;
  const spread = Math.max(1, (strideHeight * strideWidth) / 4);
  return Math.min(outHeight, Math.max(1, Math.floor(STRIP / outWidth / spread)));
}

/** How many rows a task of a separable convolution computes. */
export function separableRowsOf(
  { outHeight, outWidth, batch }: Pick<Job, "outHeight" | "outWidth" | "batch">,
  threads: number,
): number {
  const blocks = Math.ceil(outHeight / Math.max(1, Math.round(PLACES / outWidth)));
  return Math.ceil(outHeight / sharedOut(blocks, batch, threads));
}

/** As many blocks, of each of `repeats` equal parts, that the threads get as much each where there are few. */
function sharedOut(blocks: number, repeats: number, threads: number): number {
  const isUneven = repeats * blocks < 4 * threads && repeats % threads !== 0;
  return isUneven ? Math.ceil(blocks / threads) * threads : blocks;
}
