import { Job } from "./job";
import { COLUMNS, multiplyBlock } from "./microkernel";
import { packedRows } from "./pack";
import { storeTile } from "./tile";

/** Whether the product can be written where y lies: its places side by side, and no rows that only fill a panel up. */
function isDirect(job: Job): bool {
  return job.yPixel == 1 && job.yRow == job.outWidth && packedRows(job.filters) == job.filters;
}

/** Numbers of the tile in which sums are kept that cannot be written to y at once: of odd columns, or of all in a line. */
export function tileSize(job: Job, line: i32): i32 {
  return packedRows(job.filters) * (isDirect(job) ? COLUMNS : line);
}

/**
 * Adds a block's part to the sums of `count` places of y from `place` on, and writes them when it is the last.
 *
 * @param weight  packed weights of `whole` lines, of which the block has `depth` from `start` on
 * @param line    bytes from a line of the block to the next
 */
export function addBlock(
  job: Job,
  weight: usize,
  bias: usize,
  whole: i32,
  start: i32,
  depth: i32,
  block: usize,
  line: usize,
  y: usize,
  place: i32,
  count: i32,
  tile: usize,
): void {
  const direct = isDirect(job);
  const even = direct ? count - (count % COLUMNS) : 0;
  const rest = count - even;
  const first = start == 0;
  const last = start + depth == whole;
  const low = job.low;
  const high = job.high;
  if (even > 0) {
    const to = y + ((<usize>place) << 2);
    const step = (<usize>job.yChannel) << 2;
    multiplyBlock(weight, whole, start, block, line, to, step, depth, job.filters, even, bias, first, last, low, high);
  }
  if (rest > 0) {
    const from = block + ((<usize>even) << 2);
    const columns = ((rest + COLUMNS - 1) / COLUMNS) * COLUMNS;
    const step = direct ? COLUMNS << 2 : line;
    multiplyBlock(
      weight,
      whole,
      start,
      from,
      line,
      tile,
      step,
      depth,
      job.filters,
      columns,
      bias,
      first,
      last,
      low,
      high,
    );
    if (last) storeTile(job, tile, step, y, place + even, rest, job.filters);
  }
}
