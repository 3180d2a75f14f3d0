import { Job } from "./job";
import { convolveStrip } from "./convolve-strip";
import { fillStrip, gatherTaps, placeTaps, stripScratch } from "./strip";
import { storeTile } from "./tile";

/** Numbers of scratch memory that a thread needs: a strip, and rows of the result where they do not lie side by side. */
export function depthwiseScratch(job: Job): i32 {
  return stripScratch(job, job.places) + job.places * job.outWidth;
}

/** Filters every channel by kernels of its own: a task is some rows of one filter and one image; `places` counts rows. */
export function depthwise(job: Job, from: i32, until: i32, scratch: usize): void {
  const taps = (<usize>(job.kernelHeight * job.kernelWidth)) << 2;
  const blocks = (job.outHeight + job.places - 1) / job.places;
  const filters = job.groups * job.filters;
  const weights = scratch + taps;
  const strip = weights + taps;
  const spare = scratch + ((<usize>stripScratch(job, job.places)) << 2) - 64;
  const tile = spare + 64;
  const direct = job.yPixel == 1 && job.yRow == job.outWidth;
  placeTaps(job, scratch);
  for (let task = from; task < until; task++) {
    const row = (task % blocks) * job.places;
    const filter = (task / blocks) % filters;
    const image = task / blocks / filters;
    const rows = min(job.places, job.outHeight - row);
    const group = filter / job.filters;
    const x = job.x + ((<usize>(image * job.xImage + group * job.xChannel)) << 2);
    const y = job.y + ((<usize>(image * job.yImage + filter * job.yChannel)) << 2);
    const start = job.weightStart + group * job.weightGroup + (filter % job.filters) * job.weightFilter;
    const place = row * job.outWidth;
    const to = direct ? y + ((<usize>place) << 2) : tile;
    const end = to + ((<usize>(rows * job.outWidth)) << 2);
    const bias: f32 = job.bias == 0 ? 0 : load<f32>(job.bias + ((<usize>filter) << 2));
    gatherTaps(job, weights, job.weight + ((<usize>start) << 2));
    fillStrip(job, strip, x, row, rows, false);
    convolveStrip(job, strip, scratch, weights, rows, to, end, spare, bias, job.low, job.high);
    if (!direct) storeTile(job, tile, 0, y, place, rows * job.outWidth, 1);
  }
}
