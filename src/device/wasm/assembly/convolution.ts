import { fillBlock } from "./fill";
import { Job } from "./job";
import { COLUMNS, multiplyBlock, ROWS, rowsOf } from "./microkernel";
import { storeTile } from "./tile";

/** Panels of a group's packed weights: rows that a tile has. */
export function panelsOf(filters: i32): i32 {
  return (filters + ROWS - 1) / ROWS;
}

/** Packs weights: a task is a panel of a group. What a tile multiplies at a time lies side by side. */
export function packWeights(job: Job, from: i32, until: i32): void {
  const panels = panelsOf(job.filters);
  const taps = job.kernelHeight * job.kernelWidth;
  const depth = job.channels * taps;
  const size = (<usize>(packedRows(job.filters) * depth)) << 2;
  for (let task = from; task < until; task++) {
    const group = task / panels;
    const filter = (task % panels) * ROWS;
    const rows = rowsOf(job.filters - filter);
    let to = job.y + <usize>group * size + ((<usize>(filter * depth)) << 2);
    const start = job.weight + ((<usize>(job.weightStart + group * job.weightGroup + filter * job.weightFilter)) << 2);
    const valid = min(rows, job.filters - filter);
    for (let c = 0; c < job.channels; c++) {
      for (let i = 0; i < job.kernelHeight; i++) {
        for (let j = 0; j < job.kernelWidth; j++) {
          let at = start + ((<usize>(c * job.weightChannel + i * job.weightRow + j * job.weightColumn)) << 2);
          for (let r = 0; r < rows; r++, to += 4, at += (<usize>job.weightFilter) << 2) {
            store<f32>(to, r < valid ? load<f32>(at) : 0);
          }
        }
      }
    }
  }
}

/** Rows of packed weights: the last panel has as many as there is a kernel for. */
export function packedRows(filters: i32): i32 {
  const rest = filters % ROWS;
  return filters - rest + (rest == 0 ? 0 : rowsOf(rest));
}

/** Numbers that filling writes beyond the last line, at most. */
const SPILL = 4;

/** Numbers of scratch memory that a thread needs: the tile of the result, and a block of what the kernel sees. */
export function convolveScratch(job: Job): i32 {
  return job.places * (job.depth * job.kernelHeight * job.kernelWidth + packedRows(job.filters)) + SPILL;
}

/** Convolves: a task is a number of places of one group of one image. */
export function convolve(job: Job, from: i32, until: i32, scratch: usize): void {
  const taps = job.kernelHeight * job.kernelWidth;
  const all = job.outHeight * job.outWidth;
  const blocks = (all + job.places - 1) / job.places;
  const rows = packedRows(job.filters);
  const packed = (<usize>(rows * job.channels * taps)) << 2;
  const line = (<usize>job.places) << 2;
  const block = scratch + line * <usize>rows;
  for (let task = from; task < until; task++) {
    const place = (task % blocks) * job.places;
    const group = (task / blocks) % job.groups;
    const image = task / blocks / job.groups;
    const count = min(job.places, all - place);
    const row = place / job.outWidth;
    const column = place % job.outWidth;
    const columns = ((count + COLUMNS - 1) / COLUMNS) * COLUMNS;
    const x = job.x + ((<usize>(image * job.xImage + group * job.channels * job.xChannel)) << 2);
    const y = job.y + ((<usize>(image * job.yImage + group * job.filters * job.yChannel)) << 2);
    const bias: usize = job.bias == 0 ? 0 : job.bias + ((<usize>(group * job.filters)) << 2);
    const direct = job.yPixel == 1 && job.yRow == job.outWidth && columns == count && rows == job.filters;
    const to = direct ? y + ((<usize>place) << 2) : scratch;
    const step = direct ? (<usize>job.yChannel) << 2 : line;
    for (let c = 0; c < job.channels; c += job.depth) {
      const depth = min(job.depth, job.channels - c);
      fillBlock(job, block, line, x + ((<usize>(c * job.xChannel)) << 2), depth, row, column, count);
      const weight = job.weight + <usize>group * packed;
      multiplyBlock(
        weight,
        job.channels * taps,
        c * taps,
        block,
        line,
        to,
        step,
        depth * taps,
        job.filters,
        columns,
        bias,
        c == 0,
        c + depth == job.channels,
        job.low,
        job.high,
      );
    }
    if (!direct) storeTile(job, scratch, line, y, place, count, job.filters);
  }
}
