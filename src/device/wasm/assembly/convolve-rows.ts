import { Job } from "./job";
import { convolveStrip } from "./convolve-strip";
import { AHEAD, fillStrip, gatherTaps, placeTaps, stripScratch } from "./strip";
import { across, downEdge, downMiddle } from "./three-by-three";
import { isThreeByThree, prepareWindow, Window, windowScratch } from "./window";

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
  if (window.hasEdges) {
    window.lines = channel - ((<usize>job.left) << 2);
    window.above = row - job.top;
    return;
  }
  window.lines = stripIn(job, scratch);
  fillStrip(job, window.lines, channel, row, rows);
}

/** Convolves what is seen with one filter: `rows` rows of the result, one behind the other; nothing is written from `end` on. */
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
  const window = changetype<Window>(scratch);
  if (isThreeByThree(job)) {
    throughWindow(job, window, weights, rows, to, end, spare, bias, low, high);
  } else {
    convolveStrip(job, window.lines, placesIn(job, scratch), weights, rows, to, end, spare, bias, low, high);
  }
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
  window: Window,
  weights: usize,
  rows: i32,
  to: usize,
  end: usize,
  spare: usize,
  bias: f32,
  low: f32,
  high: f32,
): void {
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
