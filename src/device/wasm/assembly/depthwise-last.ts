import { firstSeen, lastSeen } from "./fill";
import { Job } from "./job";
import { clamp, multiplyAdd } from "./multiply-add";
import { nearRow } from "./near-row";
import { isNear } from "./window";

/*
 * Depthwise convolutions where channels are the last axis: neighbouring channels are what vectors hold. One filter for each
 * channel.
 */

/** Channels that are computed at a time. */
export const CHANNELS = 16;

/** Numbers of scratch memory that a thread needs: the weights, tap by tap, spare sums, and zeros. */
export function depthwiseLastScratch(job: Job): i32 {
  return job.kernelHeight * job.kernelWidth * job.groups + 3 * CHANNELS;
}

/** A task is a row of one image. */
export function depthwiseLast(job: Job, from: i32, until: i32, scratch: usize): void {
  gatherWeights(job, scratch);
  const spare = scratch + ((<usize>(job.kernelHeight * job.kernelWidth * job.groups + CHANNELS)) << 2);
  const zeros = spare + (CHANNELS << 2);
  const near = isNear(job) && job.groups >= 8;
  memory.fill(zeros, 0, CHANNELS << 2);
  for (let task = from; task < until; task++) {
    const row = task % job.outHeight;
    const image = task / job.outHeight;
    const above = row * job.strideHeight - job.top;
    const x = job.x + ((<usize>(image * job.xImage + above * job.xRow)) << 2);
    const y = job.y + ((<usize>(image * job.yImage + row * job.yRow)) << 2);
    if (near) {
      nearRow(job, scratch, zeros, x, y, above);
      continue;
    }
    const firstTap = firstSeen(above, job.dilationHeight, job.kernelHeight);
    const lastTap = lastSeen(above, job.dilationHeight, job.kernelHeight, job.height);
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
