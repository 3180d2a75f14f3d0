import { fillBlock } from "./fill";
import { Job } from "./job";
import { packedRows } from "./pack";
import { addBlock, tileSize } from "./result";

/** Numbers that filling writes beyond the last line, at most. */
const SPILL = 4;

/** Numbers of scratch memory that a thread needs: the tile of the result, and a block of what the kernel sees. */
export function convolveScratch(job: Job): i32 {
  return tileSize(job, job.places) + job.places * job.depth * job.kernelHeight * job.kernelWidth + SPILL;
}

/** Convolves: a task is a number of places of one group of one image. */
export function convolve(job: Job, from: i32, until: i32, scratch: usize): void {
  const taps = job.kernelHeight * job.kernelWidth;
  const all = job.outHeight * job.outWidth;
  const blocks = (all + job.places - 1) / job.places;
  const lines = job.channels * taps;
  const packed = (<usize>(packedRows(job.filters) * lines)) << 2;
  const line = (<usize>job.places) << 2;
  const block = scratch + ((<usize>tileSize(job, job.places)) << 2);
  for (let task = from; task < until; task++) {
    const place = (task % blocks) * job.places;
    const group = (task / blocks) % job.groups;
    const image = task / blocks / job.groups;
    const count = min(job.places, all - place);
    const row = place / job.outWidth;
    const column = place % job.outWidth;
    const x = job.x + ((<usize>(image * job.xImage + group * job.channels * job.xChannel)) << 2);
    const y = job.y + ((<usize>(image * job.yImage + group * job.filters * job.yChannel)) << 2);
    const bias: usize = job.bias == 0 ? 0 : job.bias + ((<usize>(group * job.filters)) << 2);
    for (let c = 0; c < job.channels; c += job.depth) {
      const depth = min(job.depth, job.channels - c);
      fillBlock(job, block, line, x + ((<usize>(c * job.xChannel)) << 2), depth, row, column, count);
      const weight = job.weight + <usize>group * packed;
      addBlock(job, weight, bias, lines, c * taps, depth * taps, block, line, y, place, count, scratch);
    }
  }
}
