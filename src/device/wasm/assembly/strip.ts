import { fillLine, firstSeen, lastSeen, zeros } from "./fill";
import { Job } from "./job";
import { clamp, multiplyAdd } from "./multiply-add";

/*
 * A strip holds the lines of one channel that some rows of the result need, zeros beyond the edge included. With a stride the
 * columns of a line lie in phases, one behind the other, so that what neighbouring places meet always lies side by side.
 */

/** Places that are computed at a time, so that a line must reach so far beyond the result. */
const AHEAD = 16;

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

/** Writes the weights of one filter, tap by tap. */
export function gatherTaps(job: Job, to: usize, filter: usize): void {
  for (let i = 0; i < job.kernelHeight; i++) {
    for (let j = 0; j < job.kernelWidth; j++, to += 4) {
      store<f32>(to, load<f32>(filter + ((<usize>(i * job.weightRow + j * job.weightColumn)) << 2)));
    }
  }
}

/**
 * Fills a strip with the lines of a channel that `rows` rows from `row` on need, as far as a place of the result needs them, or
 * as far as is read with `ahead`.
 */
export function fillStrip(job: Job, strip: usize, channel: usize, row: i32, rows: i32, ahead: bool): void {
  const length = lineLength(job);
  const needed = length - SPILL - (ahead ? 0 : AHEAD);
  const lines = linesOf(job, rows);
  const above = row * job.strideHeight - job.top;
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
  const square = job.kernelHeight == 3 && job.kernelWidth == 3;
  if (square && job.strideWidth == 1 && job.dilationWidth == 1 && width >= 8) {
    return three(strip, <usize>load<i32>(places + 12), step, weights, to, rows, (<usize>width) << 2, bias, low, high);
  }
  for (let r = 0; r < rows; r++, strip += step) {
    for (let x = 0; x < width; x += AHEAD) {
      const count = min(width - x, AHEAD);
      const bytes = (<usize>count) << 2;
      const inside = to + (AHEAD << 2) <= end;
      const target = inside ? to : spare;
      const from = strip + ((<usize>x) << 2);
      if (count > 8) sixteen(from, places, weights, taps, target, bias, low, high);
      else eight(from, places, weights, taps, target, bias, low, high);
      if (!inside) memory.copy(to, spare, bytes);
      to += bytes;
    }
  }
}

/**
 * A kernel of 3×3 neighbours, whose lines are `down` bytes apart: its weights stay in registers. Rows of `width` bytes, of which
 * the last eight places are computed by themselves, whichever of them were before.
 */
function three(
  strip: usize,
  down: usize,
  step: usize,
  weights: usize,
  to: usize,
  rows: i32,
  width: usize,
  bias: f32,
  low: f32,
  high: f32,
): void {
  const ending = width - 32;
  const w0 = v128.load32_splat(weights);
  const w1 = v128.load32_splat(weights, 4);
  const w2 = v128.load32_splat(weights, 8);
  const w3 = v128.load32_splat(weights, 12);
  const w4 = v128.load32_splat(weights, 16);
  const w5 = v128.load32_splat(weights, 20);
  const w6 = v128.load32_splat(weights, 24);
  const w7 = v128.load32_splat(weights, 28);
  const w8 = v128.load32_splat(weights, 32);
  let x0: v128;
  let x1: v128;
  // Two rows at a time where they share lines.
  let r = 0;
  if (step == down) {
    for (; r + 2 <= rows; r += 2, strip += step << 1, to += width << 1) {
      for (let x: usize = 0; ; x = min(x + 32, ending)) {
        const at = to + x;
        let a0 = f32x4.splat(bias);
        let a1 = f32x4.splat(bias);
        let b0 = f32x4.splat(bias);
        let b1 = f32x4.splat(bias);
        let line = strip + x;
        x0 = v128.load(line, 0);
        x1 = v128.load(line, 16);
        a0 = multiplyAdd(w0, x0, a0);
        a1 = multiplyAdd(w0, x1, a1);
        x0 = v128.load(line, 4);
        x1 = v128.load(line, 20);
        a0 = multiplyAdd(w1, x0, a0);
        a1 = multiplyAdd(w1, x1, a1);
        x0 = v128.load(line, 8);
        x1 = v128.load(line, 24);
        a0 = multiplyAdd(w2, x0, a0);
        a1 = multiplyAdd(w2, x1, a1);
        line += down;
        x0 = v128.load(line, 0);
        x1 = v128.load(line, 16);
        a0 = multiplyAdd(w3, x0, a0);
        a1 = multiplyAdd(w3, x1, a1);
        b0 = multiplyAdd(w0, x0, b0);
        b1 = multiplyAdd(w0, x1, b1);
        x0 = v128.load(line, 4);
        x1 = v128.load(line, 20);
        a0 = multiplyAdd(w4, x0, a0);
        a1 = multiplyAdd(w4, x1, a1);
        b0 = multiplyAdd(w1, x0, b0);
        b1 = multiplyAdd(w1, x1, b1);
        x0 = v128.load(line, 8);
        x1 = v128.load(line, 24);
        a0 = multiplyAdd(w5, x0, a0);
        a1 = multiplyAdd(w5, x1, a1);
        b0 = multiplyAdd(w2, x0, b0);
        b1 = multiplyAdd(w2, x1, b1);
        line += down;
        x0 = v128.load(line, 0);
        x1 = v128.load(line, 16);
        a0 = multiplyAdd(w6, x0, a0);
        a1 = multiplyAdd(w6, x1, a1);
        b0 = multiplyAdd(w3, x0, b0);
        b1 = multiplyAdd(w3, x1, b1);
        x0 = v128.load(line, 4);
        x1 = v128.load(line, 20);
        a0 = multiplyAdd(w7, x0, a0);
        a1 = multiplyAdd(w7, x1, a1);
        b0 = multiplyAdd(w4, x0, b0);
        b1 = multiplyAdd(w4, x1, b1);
        x0 = v128.load(line, 8);
        x1 = v128.load(line, 24);
        a0 = multiplyAdd(w8, x0, a0);
        a1 = multiplyAdd(w8, x1, a1);
        b0 = multiplyAdd(w5, x0, b0);
        b1 = multiplyAdd(w5, x1, b1);
        line += down;
        x0 = v128.load(line, 0);
        x1 = v128.load(line, 16);
        b0 = multiplyAdd(w6, x0, b0);
        b1 = multiplyAdd(w6, x1, b1);
        x0 = v128.load(line, 4);
        x1 = v128.load(line, 20);
        b0 = multiplyAdd(w7, x0, b0);
        b1 = multiplyAdd(w7, x1, b1);
        x0 = v128.load(line, 8);
        x1 = v128.load(line, 24);
        b0 = multiplyAdd(w8, x0, b0);
        b1 = multiplyAdd(w8, x1, b1);
        v128.store(at, clamp(a0, f32x4.splat(low), f32x4.splat(high)));
        v128.store(at, clamp(a1, f32x4.splat(low), f32x4.splat(high)), 16);
        v128.store(at + width, clamp(b0, f32x4.splat(low), f32x4.splat(high)));
        v128.store(at + width, clamp(b1, f32x4.splat(low), f32x4.splat(high)), 16);
        if (x == ending) break;
      }
    }
  }
  for (; r < rows; r++, strip += step, to += width) {
    for (let x: usize = 0; ; x = min(x + 32, ending)) {
      const from = strip + x;
      const middle = from + down;
      const last = middle + down;
      const at = to + x;
      let s0 = multiplyAdd(w0, v128.load(from), f32x4.splat(bias));
      let s1 = multiplyAdd(w0, v128.load(from, 16), f32x4.splat(bias));
      s0 = multiplyAdd(w1, v128.load(from, 4), s0);
      s1 = multiplyAdd(w1, v128.load(from, 20), s1);
      s0 = multiplyAdd(w2, v128.load(from, 8), s0);
      s1 = multiplyAdd(w2, v128.load(from, 24), s1);
      s0 = multiplyAdd(w3, v128.load(middle), s0);
      s1 = multiplyAdd(w3, v128.load(middle, 16), s1);
      s0 = multiplyAdd(w4, v128.load(middle, 4), s0);
      s1 = multiplyAdd(w4, v128.load(middle, 20), s1);
      s0 = multiplyAdd(w5, v128.load(middle, 8), s0);
      s1 = multiplyAdd(w5, v128.load(middle, 24), s1);
      s0 = multiplyAdd(w6, v128.load(last), s0);
      s1 = multiplyAdd(w6, v128.load(last, 16), s1);
      s0 = multiplyAdd(w7, v128.load(last, 4), s0);
      s1 = multiplyAdd(w7, v128.load(last, 20), s1);
      s0 = multiplyAdd(w8, v128.load(last, 8), s0);
      s1 = multiplyAdd(w8, v128.load(last, 24), s1);
      v128.store(at, clamp(s0, f32x4.splat(low), f32x4.splat(high)));
      v128.store(at, clamp(s1, f32x4.splat(low), f32x4.splat(high)), 16);
      if (x == ending) break;
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
