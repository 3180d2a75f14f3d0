import { Job } from "./job";
import { fromLines, toLines } from "./transpose";

/** Writes a tile [rows, places] from scratch memory to where the steps of y say. */
export function storeTile(job: Job, tile: usize, line: usize, y: usize, place: i32, count: i32, rows: i32): void {
  move(job, tile, line, y, place, count, rows, true);
}

/** Reads a tile [rows, places] of y into scratch memory. */
export function loadTile(job: Job, tile: usize, line: usize, y: usize, place: i32, count: i32, rows: i32): void {
  move(job, tile, line, y, place, count, rows, false);
}

function move(job: Job, tile: usize, line: usize, y: usize, place: i32, count: i32, rows: i32, out: bool): void {
  // Rows that lie one behind the other are one.
  const outWidth = job.yRow == job.outWidth * job.yPixel ? job.outWidth * job.outHeight : job.outWidth;
  const step = (<usize>job.yPixel) << 2;
  const beside = job.yChannel == 1 && job.yPixel > 1;
  for (let r = 0; r < rows;) {
    const four = beside && r + 4 <= rows;
    let at = tile;
    let i = place / outWidth;
    let j = place % outWidth;
    let left = count;
    while (left > 0) {
      const length = min(left, outWidth - j);
      let other = y + ((<usize>(r * job.yChannel + i * job.yRow + j * job.yPixel)) << 2);
      const end = at + ((<usize>length) << 2);
      if (four) {
        if (out) fromLines(other, line, at, length, step);
        else toLines(at, line, other, length, step);
        at = end;
      } else if (step == 4) {
        memory.copy(out ? other : at, out ? at : other, (<usize>length) << 2);
        at = end;
      } else if (out) {
        for (; at < end; at += 4, other += step) store<f32>(other, load<f32>(at));
      } else {
        for (; at < end; at += 4, other += step) store<f32>(at, load<f32>(other));
      }
      left -= length;
      j = 0;
      i++;
    }
    r += four ? 4 : 1;
    tile += four ? line << 2 : line;
  }
}
