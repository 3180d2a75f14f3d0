import { fillLine, firstSeen, lastSeen, zeros } from "./fill";
import { Job } from "./job";

/*
 * A strip holds the lines of one channel that some rows of the result need, zeros beyond the edge included. With a stride the
 * columns of a line lie in phases, one behind the other, so that what neighbouring places meet always lies side by side.
 */

/** Places that are computed at a time, so that a line must reach so far beyond the result. */
export const AHEAD = 16;

/** Numbers that filling writes beyond what it is asked for, at most. */
const SPILL = 4;

/** Numbers in a phase of a line. */
export function lineLength(job: Job): i32 {
  return job.outWidth + (job.dilationWidth * (job.kernelWidth - 1)) / job.strideWidth + 1 + AHEAD + SPILL;
}

/** Lines that so many rows of the result need. */
export function linesOf(job: Job, rows: i32): i32 {
  return (rows - 1) * job.strideHeight + job.dilationHeight * (job.kernelHeight - 1) + 1;
}

/** Numbers of scratch memory: where the taps meet a strip, their weights, and the strip. */
export function stripScratch(job: Job, rows: i32): i32 {
  return 2 * job.kernelHeight * job.kernelWidth + linesOf(job, rows) * job.strideWidth * lineLength(job) + 2 * AHEAD;
}

/** Writes where in a strip each tap meets what the first place needs. */
export function placeTaps(job: Job, to: usize): void {
  const length = lineLength(job);
  for (let i = 0; i < job.kernelHeight; i++) {
    for (let j = 0; j < job.kernelWidth; j++, to += 4) {
      const column = j * job.dilationWidth;
      const line = i * job.dilationHeight * job.strideWidth + (column % job.strideWidth);
      store<i32>(to, (line * length + column / job.strideWidth) << 2);
    }
  }
}

/** The weights of one filter, tap by tap: where they are if they lie so, else gathered. */
export function gatherTaps(job: Job, to: usize, filter: usize): usize {
  if (job.weightColumn == 1 && job.weightRow == job.kernelWidth) return filter;
  let at = to;
  for (let i = 0; i < job.kernelHeight; i++) {
    for (let j = 0; j < job.kernelWidth; j++, at += 4) {
      store<f32>(at, load<f32>(filter + ((<usize>(i * job.weightRow + j * job.weightColumn)) << 2)));
    }
  }
  return to;
}

/**
 * Fills a strip with the lines of a channel that `rows` rows from `row` on need, as far as a place of the result needs them.
 */
export function fillStrip(job: Job, strip: usize, channel: usize, row: i32, rows: i32): void {
  const length = lineLength(job);
  const needed = length - SPILL - AHEAD;
  const lines = linesOf(job, rows);
  const above = row * job.strideHeight - job.top;
  if (job.strideWidth == 2 && job.xPixel == 1 && isPlain(job, needed)) {
    return fillPairs(job, strip, length, channel + ((<usize>(above * job.xRow)) << 2), above, lines);
  }
  for (let phase = 0; phase < job.strideWidth; phase++, strip += (<usize>length) << 2) {
    const offset = phase - job.left;
    const first = firstSeen(offset, job.strideWidth, needed);
    const last = lastSeen(offset, job.strideWidth, needed, job.width);
    const step = (<usize>(length * job.strideWidth)) << 2;
    let to = strip;
    if (job.strideWidth == 1 && job.xPixel == 1 && first <= 4 && last + 4 >= needed && last > first) {
      const from = channel + ((<usize>(above * job.xRow + first + offset)) << 2);
      fillPlain(job, to, step, from, above, lines, first, last);
      continue;
    }
    for (let line = above; line < above + lines; line++, to += step) {
      if (line < 0 || line >= job.height) zeros(to, needed);
      else fillLine(job, to, channel + ((<usize>(line * job.xRow)) << 2), offset, first, last, 0, needed);
    }
  }
}

/** The lines of a strip, which begin and end with up to four zeros. */
function fillPlain(job: Job, to: usize, step: usize, from: usize, above: i32, lines: i32, first: i32, last: i32): void {
  const start = (<usize>first) << 2;
  const end = (<usize>last) << 2;
  for (let line = above; line < above + lines; line++, to += step, from += (<usize>job.xRow) << 2) {
    if (line < 0 || line >= job.height) {
      zeros(to, last + 4);
      continue;
    }
    v128.store(to, f32x4.splat(0));
    let source = from;
    for (let at = to + start; at < to + end; at += 16, source += 16) v128.store(at, v128.load(source));
    v128.store(to + end, f32x4.splat(0));
  }
}

/** Whether with a stride of 2 the lines of both phases begin and end with up to four zeros, and hold the whole line of x. */
function isPlain(job: Job, needed: i32): bool {
  const most = (job.left + job.width + 1) >> 1;
  return job.left <= 7 && job.left >= 0 && most <= needed && needed <= ((job.left + job.width) >> 1) + 4;
}

/** The lines of a strip with a stride of 2, both phases at a time. */
function fillPairs(job: Job, to: usize, length: i32, from: usize, above: i32, lines: i32): void {
  const size = (<usize>length) << 2;
  const odd = job.left & 1;
  // Where the first two columns of x lie: in different phases.
  const even = size * <usize>odd + ((<usize>(job.left >> 1)) << 2);
  const next = size * <usize>(odd ^ 1) + ((<usize>((job.left + 1) >> 1)) << 2);
  const evenEnd = even + ((<usize>((job.width + 1) >> 1)) << 2);
  const nextEnd = next + ((<usize>(job.width >> 1)) << 2);
  const bytes = (<usize>((job.width + 1) >> 1)) << 2;
  for (let line = above; line < above + lines; line++, to += size << 1, from += (<usize>job.xRow) << 2) {
    if (line < 0 || line >= job.height) {
      zeros(to, length << 1);
      continue;
    }
    v128.store(to, f32x4.splat(0));
    v128.store(to + size, f32x4.splat(0));
    let source = from;
    for (let at: usize = 0; at < bytes; at += 16, source += 32) {
      const low = v128.load(source);
      const high = v128.load(source, 16);
      v128.store(to + even + at, v128.shuffle<f32>(low, high, 0, 2, 4, 6));
      v128.store(to + next + at, v128.shuffle<f32>(low, high, 1, 3, 5, 7));
    }
    v128.store(to + evenEnd, f32x4.splat(0));
    v128.store(to + nextEnd, f32x4.splat(0));
  }
}
