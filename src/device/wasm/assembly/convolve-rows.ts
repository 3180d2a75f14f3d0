import { Job } from "./job";
import { clamp, multiplyAdd } from "./multiply-add";
import { AHEAD, fillStrip, gatherTaps, lineLength, placeTaps, stripScratch } from "./strip";
import { across, downEdge, downMiddle } from "./three-by-three";
import { isDirect, isThreeByThree, Window, prepareWindow, windowScratch } from "./window";

/*
 * Rows of the result of a depthwise convolution. Scratch memory holds a window, where the taps meet a strip, their weights, a
 * spare vector and a strip.
 */

/** Numbers of scratch memory for so many rows. */
export function rowsScratch(job: Job, rows: i32): i32 {
  return windowScratch(job) + AHEAD + stripScratch(job, rows);
}

/** To be called once for a job. */
export function prepareRows(job: Job, scratch: usize): void {
  prepareWindow(job, scratch);
  placeTaps(job, placesIn(job, scratch));
}

/** Says of which channel the rows are, and which: what they need of it is gathered, unless it can be read where it lies. */
export function seeRows(job: Job, scratch: usize, channel: usize, row: i32, rows: i32): void {
  const window = changetype<Window>(scratch);
  if (isDirect(job)) {
    window.lines = channel - ((<usize>job.left) << 2);
    window.above = row - job.top;
    return;
  }
  window.lines = stripIn(job, scratch);
  fillStrip(job, window.lines, channel, row, rows);
}

/**
 * Convolves what is seen with one filter: `rows` rows of the result, one behind the other. Up to sixteen places are written at
 * a time, those beyond the end of a row before the next row's own; nothing is written from `end` on.
 */
export function convolveRows(
  job: Job,
  scratch: usize,
  filter: usize,
  rows: i32,
  to: usize,
  end: usize,
  bias: f32,
  low: f32,
  high: f32,
): void {
  const weights = gatherTaps(job, weightsIn(job, scratch), filter);
  const spare = stripIn(job, scratch) - (AHEAD << 2);
  if (isThreeByThree(job)) throughWindow(job, scratch, weights, rows, to, end, spare, bias, low, high);
  else throughStrip(job, scratch, weights, rows, to, end, spare, bias, low, high);
}

function placesIn(job: Job, scratch: usize): usize {
  return scratch + ((<usize>windowScratch(job)) << 2);
}

function weightsIn(job: Job, scratch: usize): usize {
  return placesIn(job, scratch) + ((<usize>(job.kernelHeight * job.kernelWidth)) << 2);
}

function stripIn(job: Job, scratch: usize): usize {
  return weightsIn(job, scratch) + ((<usize>(job.kernelHeight * job.kernelWidth + AHEAD)) << 2);
}

function throughWindow(
  job: Job,
  scratch: usize,
  weights: usize,
  rows: i32,
  to: usize,
  end: usize,
  spare: usize,
  bias: f32,
  low: f32,
  high: f32,
): void {
  const window = changetype<Window>(scratch);
  const width = (<usize>job.outWidth) << 2;
  // Eight places are written at a time, which short rows at the end have no room for.
  let whole = rows;
  while (whole > 0 && to + width * <usize>(whole - 1) + 32 > end) whole--;
  if (whole > 0) threeByThree(window, 0, weights, to, whole, width, bias, low, high);
  for (let row = whole; row < rows; row++) {
    threeByThree(window, row, weights, spare, 1, width, bias, low, high);
    memory.copy(to + width * <usize>row, spare, width);
  }
}

/** Rows from `row` on; where one has less than eight places, what is written beyond it is the next one's to overwrite. */
function threeByThree(
  window: Window,
  row: i32,
  weights: usize,
  to: usize,
  rows: i32,
  width: usize,
  bias: f32,
  low: f32,
  high: f32,
): void {
  if (window.step != 1 || window.next != 1) return across(window, row, weights, to, rows, width, bias, low, high);
  const ending: usize = width < 32 ? 0 : width - 32;
  if (!window.hasEdges) {
    for (let x: usize = 0; ; x = min(x + 32, ending)) {
      downMiddle(window, row, weights, to + x, rows, width, x, bias, low, high);
      if (x == ending) return;
    }
  }
  const first = window.masks;
  const last = first + 32;
  const none = last + 32;
  downEdge(window, row, weights, to, rows, width, 0, first, ending == 0 ? last : none, bias, low, high);
  for (let x: usize = 32; x < ending; x += 32) {
    downMiddle(window, row, weights, to + x, rows, width, x, bias, low, high);
  }
  if (ending > 0) downEdge(window, row, weights, to + ending, rows, width, ending, none, last, bias, low, high);
}

function throughStrip(
  job: Job,
  scratch: usize,
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
  const places = placesIn(job, scratch);
  let strip = changetype<Window>(scratch).lines;
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
