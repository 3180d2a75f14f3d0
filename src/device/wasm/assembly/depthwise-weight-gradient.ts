import { Job } from "./job";
import { multiplyAdd } from "./multiply-add";
import { AHEAD, fillStrip, lineLength, placeTaps, stripScratch } from "./strip";
import { loadTile } from "./tile";

/** Numbers of scratch memory that a thread needs: a strip of x, rows of dy, what is kept of their ends, and sums. */
export function depthwiseWeightGradientScratch(job: Job): i32 {
  return stripScratch(job, job.places) + job.places * job.outWidth + 3 * AHEAD;
}

/** The gradient for depthwise weights: a task is one filter, over all images. Of the job, `y` is dy, `places` counts rows. */
export function depthwiseWeightGradient(job: Job, from: i32, until: i32, scratch: usize): void {
  const taps = job.kernelHeight * job.kernelWidth;
  const strip = scratch + ((<usize>taps) << 2);
  const tile = scratch + ((<usize>stripScratch(job, job.places)) << 2);
  const mask = tile + ((<usize>(job.places * job.outWidth + AHEAD)) << 2);
  const sums = mask + (AHEAD << 2);
  const step = (<usize>(job.strideHeight * job.strideWidth * lineLength(job))) << 2;
  placeTaps(job, scratch);
  const end = ((job.outWidth - 1) % AHEAD) + 1;
  memory.fill(mask, 0xff, (<usize>end) << 2);
  memory.fill(mask + ((<usize>end) << 2), 0, (<usize>(AHEAD - end)) << 2);
  for (let task = from; task < until; task++) {
    const to = job.weight + ((<usize>(task * taps)) << 2);
    memory.fill(to, 0, (<usize>taps) << 2);
    for (let image = 0; image < job.batch; image++) {
      const x = job.x + ((<usize>(image * job.xImage + (task / job.filters) * job.xChannel)) << 2);
      const y = job.y + ((<usize>(image * job.yImage + task * job.yChannel)) << 2);
      for (let row = 0; row < job.outHeight; row += job.places) {
        const rows = min(job.places, job.outHeight - row);
        fillStrip(job, strip, x, row, rows);
        loadTile(job, tile, 0, y, row * job.outWidth, rows * job.outWidth, 1);
        for (let tap = 0; tap < taps; tap++) {
          const at = strip + <usize>load<i32>(scratch + ((<usize>tap) << 2));
          sumProducts(at, step, tile, job.outWidth, rows, mask, sums);
          const target = to + ((<usize>tap) << 2);
          let sum: f32 = 0;
          for (let i = 0; i < AHEAD; i++) sum += load<f32>(sums + ((<usize>i) << 2));
          store<f32>(target, load<f32>(target) + sum);
        }
      }
    }
  }
}

/**
 * Sixteen sums of the products of rows of x, `step` bytes apart, with rows of dy. Both are masked where a row ends, since what
 * lies beyond may be infinite, and Infinity times 0 is NaN.
 */
function sumProducts(x: usize, step: usize, dy: usize, width: i32, rows: i32, mask: usize, to: usize): void {
  const whole = <usize>((width - 1) / AHEAD) * (AHEAD << 2);
  const bytes = (<usize>width) << 2;
  let s0 = f32x4.splat(0);
  let s1 = f32x4.splat(0);
  let s2 = f32x4.splat(0);
  let s3 = f32x4.splat(0);
  for (let r = 0; r < rows; r++, x += step, dy += bytes) {
    let at = x;
    let by = dy;
    for (const end = dy + whole; by < end; at += AHEAD << 2, by += AHEAD << 2) {
      s0 = multiplyAdd(v128.load(by), v128.load(at), s0);
      s1 = multiplyAdd(v128.load(by, 16), v128.load(at, 16), s1);
      s2 = multiplyAdd(v128.load(by, 32), v128.load(at, 32), s2);
      s3 = multiplyAdd(v128.load(by, 48), v128.load(at, 48), s3);
    }
    const m0 = v128.load(mask);
    const m1 = v128.load(mask, 16);
    const m2 = v128.load(mask, 32);
    const m3 = v128.load(mask, 48);
    s0 = multiplyAdd(v128.and(v128.load(by), m0), v128.and(v128.load(at), m0), s0);
    s1 = multiplyAdd(v128.and(v128.load(by, 16), m1), v128.and(v128.load(at, 16), m1), s1);
    s2 = multiplyAdd(v128.and(v128.load(by, 32), m2), v128.and(v128.load(at, 32), m2), s2);
    s3 = multiplyAdd(v128.and(v128.load(by, 48), m3), v128.and(v128.load(at, 48), m3), s3);
  }
  v128.store(to, s0);
  v128.store(to, s1, 16);
  v128.store(to, s2, 32);
  v128.store(to, s3, 48);
}
