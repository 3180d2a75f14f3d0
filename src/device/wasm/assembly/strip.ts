import { fillLine, firstSeen, lastSeen, zeros } from "./fill";
import { Job } from "./job";
import { clamp, multiplyAdd } from "./multiply-add";

/*
 * A strip holds the lines of one channel that some rows of the result need, zeros beyond the edge included. With a stride the
 * columns of a line lie in phases, one behind the other, so that what neighbouring places meet always lies side by side.
 */

/** Places that are computed at a time, so that a line must reach so far beyond the result. */
const AHEAD = 16;

/** Numbers in a phase of a line. */
export function lineLength(job: Job): i32 {
  return job.outWidth + (job.dilationWidth * (job.kernelWidth - 1)) / job.strideWidth + 1 + AHEAD;
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

/** Writes the weights of one filter, tap by tap. */
export function gatherTaps(job: Job, to: usize, filter: usize): void {
  for (let i = 0; i < job.kernelHeight; i++) {
    for (let j = 0; j < job.kernelWidth; j++, to += 4) {
      store<f32>(to, load<f32>(filter + ((<usize>(i * job.weightRow + j * job.weightColumn)) << 2)));
    }
  }
}

/** Fills a strip with the lines of a channel that `rows` rows from `row` on need. */
export function fillStrip(job: Job, strip: usize, channel: usize, row: i32, rows: i32): void {
  const length = lineLength(job);
  const lines = linesOf(job, rows);
  for (let i = 0; i < lines; i++) {
    const line = row * job.strideHeight + i - job.top;
    const inside = line >= 0 && line < job.height;
    const from = channel + ((<usize>(line * job.xRow)) << 2);
    for (let phase = 0; phase < job.strideWidth; phase++, strip += (<usize>length) << 2) {
      const offset = phase - job.left;
      const first = firstSeen(offset, job.strideWidth, length);
      const last = lastSeen(offset, job.strideWidth, length, job.width);
      if (inside) fillLine(job, strip, from, offset, first, last, 0, length);
      else zeros(strip, length);
    }
  }
}

/**
 * Convolves a strip with one filter: `rows` rows of the result, one behind the other. Up to sixteen places are written at a
 * time, those beyond the end of a row before the next row's own; nothing is written from `end` on.
 */
export function convolveStrip(
  job: Job,
  strip: usize,
  places: usize,
  weights: usize,
  rows: i32,
  to: usize,
  end: usize,
  spare: usize,
  bias: f32,
  low: f32,
  high: f32,
): void {
  const width = job.outWidth;
  const taps = (<usize>(job.kernelHeight * job.kernelWidth)) << 2;
  const step = (<usize>(job.strideHeight * job.strideWidth * lineLength(job))) << 2;
  for (let r = 0; r < rows; r++, strip += step) {
    for (let x = 0; x < width; x += AHEAD) {
      const count = min(width - x, AHEAD);
      const from = strip + ((<usize>x) << 2);
      const bytes = (<usize>count) << 2;
      const inside = to + (AHEAD << 2) <= end;
      const target = inside ? to : spare;
      if (count > 8) sixteen(from, places, weights, taps, target, bias, low, high);
      else eight(from, places, weights, taps, target, bias, low, high);
      if (!inside) memory.copy(to, spare, bytes);
      to += bytes;
    }
  }
}

function sixteen(
  from: usize,
  places: usize,
  weights: usize,
  taps: usize,
  to: usize,
  bias: f32,
  low: f32,
  high: f32,
): void {
  let s0 = f32x4.splat(bias);
  let s1 = f32x4.splat(bias);
  let s2 = f32x4.splat(bias);
  let s3 = f32x4.splat(bias);
  for (let tap: usize = 0; tap < taps; tap += 4) {
    const at = from + <usize>load<i32>(places + tap);
    const w = v128.load32_splat(weights + tap);
    s0 = multiplyAdd(w, v128.load(at), s0);
    s1 = multiplyAdd(w, v128.load(at, 16), s1);
    s2 = multiplyAdd(w, v128.load(at, 32), s2);
    s3 = multiplyAdd(w, v128.load(at, 48), s3);
  }
  v128.store(to, clamp(s0, f32x4.splat(low), f32x4.splat(high)));
  v128.store(to, clamp(s1, f32x4.splat(low), f32x4.splat(high)), 16);
  v128.store(to, clamp(s2, f32x4.splat(low), f32x4.splat(high)), 32);
  v128.store(to, clamp(s3, f32x4.splat(low), f32x4.splat(high)), 48);
}

function eight(
  from: usize,
  places: usize,
  weights: usize,
  taps: usize,
  to: usize,
  bias: f32,
  low: f32,
  high: f32,
): void {
  let s0 = f32x4.splat(bias);
  let s1 = f32x4.splat(bias);
  for (let tap: usize = 0; tap < taps; tap += 4) {
    const at = from + <usize>load<i32>(places + tap);
    const w = v128.load32_splat(weights + tap);
    s0 = multiplyAdd(w, v128.load(at), s0);
    s1 = multiplyAdd(w, v128.load(at, 16), s1);
  }
  v128.store(to, clamp(s0, f32x4.splat(low), f32x4.splat(high)));
  v128.store(to, clamp(s1, f32x4.splat(low), f32x4.splat(high)), 16);
}
