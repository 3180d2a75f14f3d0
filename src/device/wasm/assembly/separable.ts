import { Job } from "./job";
import { COLUMNS } from "./microkernel";
import { convolveRows, prepareRows, rowsScratch, seeRows } from "./convolve-rows";
import { addBlock, tileSize } from "./result";

/** Numbers in a line of the block: the places of a task, rounded up to whole columns. */
function lineOf(job: Job): i32 {
  return ((job.places * job.outWidth + COLUMNS - 1) / COLUMNS) * COLUMNS;
}

/** Numbers of scratch memory that a thread needs: the tile of the result, a block of what lies between, and for its rows. */
export function separableScratch(job: Job): i32 {
  const line = lineOf(job);
  return tileSize(job, line) + line * job.depth + COLUMNS + rowsScratch(job, job.places);
}

/**
 * A depthwise convolution and a pointwise one: a task is some rows of one image. What lies between is computed block by block,
 * where the product reads it, and never written as a whole. Of the job, `groups` are the channels, `channels` their multiplier
 * and `filters` those of the pointwise pass.
 */
export function separable(job: Job, from: i32, until: i32, scratch: usize): void {
  const blocks = (job.outHeight + job.places - 1) / job.places;
  const between = job.groups * job.channels;
  const line = (<usize>lineOf(job)) << 2;
  const block = scratch + ((<usize>tileSize(job, lineOf(job))) << 2);
  const seen = block + line * <usize>job.depth + (COLUMNS << 2);
  prepareRows(job, seen);
  for (let task = from; task < until; task++) {
    const row = (task % blocks) * job.places;
    const image = task / blocks;
    const rows = min(job.places, job.outHeight - row);
    const place = row * job.outWidth;
    const count = rows * job.outWidth;
    const x = job.x + ((<usize>(image * job.xImage)) << 2);
    const y = job.y + ((<usize>(image * job.yImage)) << 2);
    for (let c = 0; c < between; c += job.depth) {
      const depth = min(job.depth, between - c);
      for (let k = 0; k < depth; k++) {
        const channel = (c + k) / job.channels;
        if (k == 0 || (c + k) % job.channels == 0) {
          seeRows(job, seen, x + ((<usize>(channel * job.xChannel)) << 2), row, rows);
        }
        const filter = job.weight + ((<usize>((c + k) * job.weightFilter)) << 2);
        const bias: f32 = job.middleBias == 0 ? 0 : load<f32>(job.middleBias + ((<usize>(c + k)) << 2));
        const to = block + line * <usize>k;
        convolveRows(job, seen, filter, rows, to, usize.MAX_VALUE, bias, job.middleLow, job.middleHigh);
      }
      addBlock(job, job.pointwise, job.bias, between, c, depth, block, line, y, place, count, scratch);
    }
  }
}
