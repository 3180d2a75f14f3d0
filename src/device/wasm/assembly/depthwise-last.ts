import { firstSeen, lastSeen } from "./fill";
import { Job } from "./job";
import { clamp, multiplyAdd } from "./multiply-add";
import { eightChannels } from "./three-by-three";

/*
 * Depthwise convolutions where channels are the last axis: neighbouring channels are what vectors hold. One filter for each
 * channel.
 */

/** Channels that are computed at a time. */
const CHANNELS = 16;

/** Numbers of scratch memory that a thread needs: the weights, tap by tap. */
export function depthwiseLastScratch(job: Job): i32 {
  return job.kernelHeight * job.kernelWidth * job.groups + 3 * CHANNELS;
}

/** A task is a row of one image. */
export function depthwiseLast(job: Job, from: i32, until: i32, scratch: usize): void {
  gatherWeights(job, scratch);
  const spare = scratch + ((<usize>(job.kernelHeight * job.kernelWidth * job.groups + CHANNELS)) << 2);
  const near = isNear(job);
  memory.fill(spare + (CHANNELS << 2), 0, CHANNELS << 2);
  for (let task = from; task < until; task++) {
    const row = task % job.outHeight;
    const image = task / job.outHeight;
    const above = row * job.strideHeight - job.top;
    const firstTap = firstSeen(above, job.dilationHeight, job.kernelHeight);
    const lastTap = lastSeen(above, job.dilationHeight, job.kernelHeight, job.height);
    const x = job.x + ((<usize>(image * job.xImage + above * job.xRow)) << 2);
    const y = job.y + ((<usize>(image * job.yImage + row * job.yRow)) << 2);
    if (near) {
      nearRow(job, scratch, spare + (CHANNELS << 2), x, y, above);
      continue;
    }
    for (let c = 0; c < job.groups; c += CHANNELS) {
      const left = job.groups - c;
      const at = (<usize>c) << 2;
      for (let j = 0; j < job.outWidth; j++) {
        const to = y + ((<usize>(j * job.yPixel)) << 2) + at;
        place(
          job,
          scratch + at,
          x + at,
          j * job.strideWidth - job.left,
          firstTap,
          lastTap,
          to,
          left,
          job.bias == 0 ? 0 : job.bias + at,
          spare,
        );
      }
    }
  }
}

/** Whether the kernel is one of 3×3 neighbours, of eight channels or more. */
function isNear(job: Job): bool {
  const isNext = job.strideHeight == 1 && job.strideWidth == 1 && job.dilationHeight == 1 && job.dilationWidth == 1;
  return isNext && job.kernelHeight == 3 && job.kernelWidth == 3 && job.groups >= 8;
}

/** A row, eight channels at a time: the last eight by themselves, whichever of them were before. */
function nearRow(job: Job, weights: usize, zeros: usize, x: usize, y: usize, above: i32): void {
  const step = (<usize>job.xPixel) << 2;
  const pitch = (<usize>job.xRow) << 2;
  const height = <u32>job.height;
  const seen0 = <u32>above < height;
  const seen1 = <u32>(above + 1) < height;
  const seen2 = <u32>(above + 2) < height;
  const first = x - step * <usize>job.left;
  const ending = job.groups - 8;
  for (let c = 0; ; c = min(c + 8, ending)) {
    const at = (<usize>c) << 2;
    eightChannels(
      seen0 ? first + at : zeros,
      seen1 ? first + pitch + at : zeros,
      seen2 ? first + (pitch << 1) + at : zeros,
      seen0 ? step : 0,
      seen1 ? step : 0,
      seen2 ? step : 0,
      zeros,
      job.left,
      job.width,
      weights + at,
      (<usize>job.groups) << 2,
      y + at,
      (<usize>job.yPixel) << 2,
      job.outWidth,
      job.bias == 0 ? zeros : job.bias + at,
      job.low,
      job.high,
    );
    if (c == ending) return;
  }
}

/** The weights tap by tap: those of all channels lie side by side. */
function gatherWeights(job: Job, to: usize): void {
  for (let i = 0; i < job.kernelHeight; i++) {
    for (let j = 0; j < job.kernelWidth; j++) {
      const start = job.weightStart + i * job.weightRow + j * job.weightColumn;
      for (let c = 0; c < job.groups; c++, to += 4) {
        store<f32>(to, load<f32>(job.weight + ((<usize>(start + c * job.weightGroup)) << 2)));
      }
    }
  }
}

/** One place of sixteen channels, or of the `left` ones: reading goes beyond them, writing does not. */
function place(
  job: Job,
  weights: usize,
  x: usize,
  column: i32,
  firstTap: i32,
  lastTap: i32,
  to: usize,
  left: i32,
  bias: usize,
  spare: usize,
): void {
  const first = firstSeen(column, job.dilationWidth, job.kernelWidth);
  const last = lastSeen(column, job.dilationWidth, job.kernelWidth, job.width);
  const down = (<usize>(job.dilationHeight * job.xRow)) << 2;
  const along = (<usize>(job.dilationWidth * job.xPixel)) << 2;
  const next = (<usize>job.groups) << 2;
  let s0 = f32x4.splat(0);
  let s1 = f32x4.splat(0);
  let s2 = f32x4.splat(0);
  let s3 = f32x4.splat(0);
  let line = x + ((<usize>(column * job.xPixel)) << 2) + down * <usize>firstTap;
  for (let i = firstTap; i < lastTap; i++, line += down) {
    let at = line + along * <usize>first;
    let w = weights + next * <usize>(i * job.kernelWidth + first);
    for (let j = first; j < last; j++, at += along, w += next) {
      s0 = multiplyAdd(v128.load(w), v128.load(at), s0);
      s1 = multiplyAdd(v128.load(w, 16), v128.load(at, 16), s1);
      s2 = multiplyAdd(v128.load(w, 32), v128.load(at, 32), s2);
      s3 = multiplyAdd(v128.load(w, 48), v128.load(at, 48), s3);
    }
  }
  if (bias != 0) {
    s0 = f32x4.add(s0, v128.load(bias));
    s1 = f32x4.add(s1, v128.load(bias, 16));
    s2 = f32x4.add(s2, v128.load(bias, 32));
    s3 = f32x4.add(s3, v128.load(bias, 48));
  }
  const target = left < CHANNELS ? spare : to;
  v128.store(target, clamp(s0, f32x4.splat(job.low), f32x4.splat(job.high)));
  v128.store(target, clamp(s1, f32x4.splat(job.low), f32x4.splat(job.high)), 16);
  v128.store(target, clamp(s2, f32x4.splat(job.low), f32x4.splat(job.high)), 32);
  v128.store(target, clamp(s3, f32x4.splat(job.low), f32x4.splat(job.high)), 48);
  if (left < CHANNELS) memory.copy(to, spare, (<usize>left) << 2);
}

/** Numbers of scratch memory that a thread needs: sums of sixteen channels. */
export function depthwiseLastWeightGradientScratch(_job: Job): i32 {
  return CHANNELS;
}

/** The gradient for weights [C, 1, kH, kW]: a task is sixteen channels, over all images. Of the job, `y` is dy. */
export function depthwiseLastWeightGradient(job: Job, from: i32, until: i32, scratch: usize): void {
  const taps = job.kernelHeight * job.kernelWidth;
  for (let task = from; task < until; task++) {
    const c = task * CHANNELS;
    const count = min(CHANNELS, job.groups - c);
    for (let i = 0; i < job.kernelHeight; i++) {
      for (let j = 0; j < job.kernelWidth; j++) {
        sumOfProducts(job, i, j, (<usize>c) << 2, scratch);
        const to = job.weight + ((<usize>(c * taps + i * job.kernelWidth + j)) << 2);
        for (let k = 0; k < count; k++)
          store<f32>(to + ((<usize>(k * taps)) << 2), load<f32>(scratch + ((<usize>k) << 2)));
      }
    }
  }
}

/** Sums of dy times what a tap meets, of sixteen channels. */
function sumOfProducts(job: Job, i: i32, j: i32, at: usize, to: usize): void {
  const above = i * job.dilationHeight - job.top;
  const before = j * job.dilationWidth - job.left;
  const first = firstSeen(before, job.strideWidth, job.outWidth);
  const last = lastSeen(before, job.strideWidth, job.outWidth, job.width);
  const xStep = (<usize>(job.strideWidth * job.xPixel)) << 2;
  const yStep = (<usize>job.yPixel) << 2;
  let s0 = f32x4.splat(0);
  let s1 = f32x4.splat(0);
  let s2 = f32x4.splat(0);
  let s3 = f32x4.splat(0);
  for (let image = 0; image < job.batch; image++) {
    for (let row = 0; row < job.outHeight; row++) {
      const line = row * job.strideHeight + above;
      if (line < 0 || line >= job.height) continue;
      const column = first * job.strideWidth + before;
      let x = job.x + ((<usize>(image * job.xImage + line * job.xRow + column * job.xPixel)) << 2) + at;
      let y = job.y + ((<usize>(image * job.yImage + row * job.yRow + first * job.yPixel)) << 2) + at;
      for (let k = first; k < last; k++, x += xStep, y += yStep) {
        s0 = multiplyAdd(v128.load(y), v128.load(x), s0);
        s1 = multiplyAdd(v128.load(y, 16), v128.load(x, 16), s1);
        s2 = multiplyAdd(v128.load(y, 32), v128.load(x, 32), s2);
        s3 = multiplyAdd(v128.load(y, 48), v128.load(x, 48), s3);
      }
    }
  }
  v128.store(to, s0);
  v128.store(to, s1, 16);
  v128.store(to, s2, 32);
  v128.store(to, s3, 48);
}
