import { zeros } from "./fill";
import { Job } from "./job";
import { multiplyAdd } from "./multiply-add";
import { AHEAD, fillStrip, lineLength, placeTaps, stripScratch } from "./strip";
import { loadTile } from "./tile";

function lineOf(job: Job): i32 {
  return ((job.outWidth + AHEAD - 1) / AHEAD) * AHEAD;
}

/** Numbers of scratch memory that a thread needs: a strip of x, rows of dy, and sums. */
export function depthwiseWeightGradientScratch(job: Job): i32 {
  return stripScratch(job, job.places) + job.places * (lineOf(job) + job.outWidth) + 2 * AHEAD;
}

/** The gradient for depthwise weights: a task is one filter, over all images. Of the job, `y` is dy, `places` counts rows. */
export function depthwiseWeightGradient(job: Job, from: i32, until: i32, scratch: usize): void {
  const taps = job.kernelHeight * job.kernelWidth;
  const strip = scratch + ((<usize>taps) << 2);
  const width = lineOf(job);
  const rowsOfDy = scratch + ((<usize>stripScratch(job, job.places)) << 2);
  const tile = rowsOfDy + ((<usize>(job.places * width)) << 2);
  const sums = tile + ((<usize>(job.places * job.outWidth + 4)) << 2);
  const step = (<usize>(job.strideHeight * job.strideWidth * lineLength(job))) << 2;
  placeTaps(job, scratch);
  for (let task = from; task < until; task++) {
    const to = job.weight + ((<usize>(task * taps)) << 2);
    memory.fill(to, 0, (<usize>taps) << 2);
    for (let image = 0; image < job.batch; image++) {
      const x = job.x + ((<usize>(image * job.xImage + (task / job.filters) * job.xChannel)) << 2);
      const y = job.y + ((<usize>(image * job.yImage + task * job.yChannel)) << 2);
      for (let row = 0; row < job.outHeight; row += job.places) {
        const rows = min(job.places, job.outHeight - row);
        fillStrip(job, strip, x, row, rows, true);
        loadTile(job, tile, 0, y, row * job.outWidth, rows * job.outWidth, 1);
        for (let r = 0; r < rows; r++) {
          const line = rowsOfDy + ((<usize>(r * width)) << 2);
          zeros(line, width);
          memory.copy(line, tile + ((<usize>(r * job.outWidth)) << 2), (<usize>job.outWidth) << 2);
        }
        for (let tap = 0; tap < taps; tap++) {
          const at = strip + <usize>load<i32>(scratch + ((<usize>tap) << 2));
          sumProducts(at, step, rowsOfDy, width, rows, sums);
          const target = to + ((<usize>tap) << 2);
          let sum: f32 = 0;
          for (let i = 0; i < AHEAD; i++) sum += load<f32>(sums + ((<usize>i) << 2));
          store<f32>(target, load<f32>(target) + sum);
        }
      }
    }
  }
}

/** Sixteen sums of the products of rows of x, `step` bytes apart, with rows of dy. */
function sumProducts(x: usize, step: usize, dy: usize, width: i32, rows: i32, to: usize): void {
  let s0 = f32x4.splat(0);
  let s1 = f32x4.splat(0);
  let s2 = f32x4.splat(0);
  let s3 = f32x4.splat(0);
  for (let r = 0; r < rows; r++, x += step) {
    let at = x;
    for (let i = 0; i < width; i += AHEAD, at += AHEAD << 2, dy += AHEAD << 2) {
      s0 = multiplyAdd(v128.load(dy), v128.load(at), s0);
      s1 = multiplyAdd(v128.load(dy, 16), v128.load(at, 16), s1);
      s2 = multiplyAdd(v128.load(dy, 32), v128.load(at, 32), s2);
      s3 = multiplyAdd(v128.load(dy, 48), v128.load(at, 48), s3);
    }
  }
  v128.store(to, s0);
  v128.store(to, s1, 16);
  v128.store(to, s2, 32);
  v128.store(to, s3, 48);
}
