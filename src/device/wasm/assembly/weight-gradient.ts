import { fillBlock } from "./fill";
import { Job } from "./job";
import { addProducts, PLACES } from "./microkernel";
import { loadTile } from "./tile";

function lineOf(count: i32): i32 {
  return ((count + PLACES - 1) / PLACES) * PLACES;
}

/** Numbers of scratch memory that a thread needs: lines of dy and of what the taps see, and sums. */
export function weightGradientScratch(job: Job): i32 {
  return lineOf(job.places) * (job.filters + job.depth * job.kernelHeight * job.kernelWidth) + 4 + 256;
}

/**
 * The gradient for weights: each is the scalar product of dy with what its tap saw. A task is some channels of one group; it
 * goes through all images, so that sums are made in the same order by any number of threads. Of the job, `y` is dy.
 */
export function weightGradient(job: Job, from: i32, until: i32, scratch: usize): void {
  const taps = job.kernelHeight * job.kernelWidth;
  const all = job.outHeight * job.outWidth;
  const blocks = (job.channels + job.depth - 1) / job.depth;
  const line = (<usize>lineOf(job.places)) << 2;
  const seen = scratch + line * <usize>job.filters;
  const sums = seen + line * <usize>(job.depth * taps) + 16;
  const step = (<usize>(job.channels * taps)) << 2;
  for (let task = from; task < until; task++) {
    const group = task / blocks;
    const c = (task % blocks) * job.depth;
    const depth = min(job.depth, job.channels - c);
    const to = job.weight + <usize>group * step * <usize>job.filters + ((<usize>(c * taps)) << 2);
    for (let m = 0; m < job.filters; m++) memory.fill(to + <usize>m * step, 0, (<usize>(depth * taps)) << 2);
    for (let image = 0; image < job.batch; image++) {
      const x = job.x + ((<usize>(image * job.xImage + (group * job.channels + c) * job.xChannel)) << 2);
      const y = job.y + ((<usize>(image * job.yImage + group * job.filters * job.yChannel)) << 2);
      for (let place = 0; place < all; place += job.places) {
        const count = min(job.places, all - place);
        const padded = lineOf(count);
        const row = place / job.outWidth;
        const column = place % job.outWidth;
        loadTile(job, scratch, line, y, place, count, job.filters);
        fillBlock(job, seen, line, x, depth, row, column, count);
        if (padded > count) {
          for (let l = 0; l < job.filters + depth * taps; l++) {
            clear(scratch + line * <usize>l + ((<usize>count) << 2), padded - count);
          }
        }
        addProducts(scratch, seen, line, padded, job.filters, depth * taps, to, step, sums);
      }
    }
  }
}

function clear(to: usize, count: i32): void {
  for (let i = 0; i < count; i++, to += 4) store<f32>(to, 0);
}
