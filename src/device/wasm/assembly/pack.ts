import { Job } from "./job";
import { ROWS, rowsOf } from "./microkernel";

/** Panels of a group's packed weights: rows that a tile has. */
export function panelsOf(filters: i32): i32 {
  return (filters + ROWS - 1) / ROWS;
}

export function packWeightsScratch(_job: Job): i32 {
  return 0;
}

/** Packs weights: a task is a panel of a group. What a tile multiplies at a time lies side by side. */
export function packWeights(job: Job, from: i32, until: i32, _scratch: usize): void {
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
