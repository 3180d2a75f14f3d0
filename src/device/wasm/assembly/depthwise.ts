import { Job } from "./job";
import { convolveRows, prepareRows, rowsScratch, seeRows } from "./convolve-rows";
import { storeTile } from "./tile";

/** Numbers of scratch memory that a thread needs: for rows of the result, and the rows where they do not lie side by side. */
export function depthwiseScratch(job: Job): i32 {
  return rowsScratch(job, job.places) + job.places * job.outWidth;
}

/** Filters every channel by kernels of its own: a task is some rows of one filter and one image; `places` counts rows. */
export function depthwise(job: Job, from: i32, until: i32, scratch: usize): void {
  const blocks = (job.outHeight + job.places - 1) / job.places;
  const filters = job.groups * job.filters;
  const tile = scratch + ((<usize>rowsScratch(job, job.places)) << 2);
  const direct = job.yPixel == 1 && job.yRow == job.outWidth;
  // The rows of all these tasks lie behind one another: what goes beyond one is the next one's to overwrite.
  const lines = (until / blocks) * job.outHeight + (until % blocks) * job.places;
  const limit = job.y + ((<usize>(lines * job.outWidth)) << 2);
  prepareRows(job, scratch);
  for (let task = from; task < until; task++) {
    const row = (task % blocks) * job.places;
    const rows = min(job.places, job.outHeight - row);
    const filter = (task / blocks) % filters;
    const image = task / blocks / filters;
    const group = filter / job.filters;
    const x = job.x + ((<usize>(image * job.xImage + group * job.xChannel)) << 2);
    const y = job.y + ((<usize>(image * job.yImage + filter * job.yChannel)) << 2);
    const start = job.weightStart + group * job.weightGroup + (filter % job.filters) * job.weightFilter;
    const place = row * job.outWidth;
    const to = direct ? y + ((<usize>place) << 2) : tile;
    const end = direct ? limit : tile + ((<usize>(rows * job.outWidth)) << 2);
    const bias: f32 = job.bias == 0 ? 0 : load<f32>(job.bias + ((<usize>filter) << 2));
    seeRows(job, scratch, x, row, rows);
    convolveRows(job, scratch, job.weight + ((<usize>start) << 2), rows, to, end, bias, job.low, job.high);
    if (!direct) storeTile(job, tile, 0, y, place, rows * job.outWidth, 1);
  }
}
