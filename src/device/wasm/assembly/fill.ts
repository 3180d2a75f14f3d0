import { Job } from "./job";
import { toLines } from "./transpose";

/** Writes zeros; up to three more than asked for. */
export function zeros(to: usize, count: i32): void {
  for (let i = 0; i < count; i += 4, to += 16) v128.store(to, f32x4.splat(0));
}

/** Copies every `step`th number; up to three more than asked for. */
export function copy(to: usize, from: usize, count: i32, step: i32): void {
  let i = 0;
  if (step == 1) {
    for (; i + 16 <= count; i += 16, to += 64, from += 64) {
      v128.store(to, v128.load(from));
      v128.store(to, v128.load(from, 16), 16);
      v128.store(to, v128.load(from, 32), 32);
      v128.store(to, v128.load(from, 48), 48);
    }
    for (; i < count; i += 4, to += 16, from += 16) v128.store(to, v128.load(from));
    return;
  }
  if (step == 2) {
    for (; i + 4 <= count; i += 4, to += 16, from += 32) {
      v128.store(to, v128.shuffle<f32>(v128.load(from), v128.load(from, 16), 0, 2, 4, 6));
    }
  }
  const bytes = (<usize>step) << 2;
  for (; i < count; i++, to += 4, from += bytes) store<f32>(to, load<f32>(from));
}

/** The first place at which a tap that meets column `offset` of x at place 0 meets a column of x, among `places`. */
export function firstSeen(offset: i32, step: i32, places: i32): i32 {
  if (offset >= 0) return 0;
  return min(step == 1 ? -offset : (step - 1 - offset) / step, places);
}

/** The place behind the last one at which the tap meets a column of x. */
export function lastSeen(offset: i32, step: i32, places: i32, width: i32): i32 {
  if (offset >= width) return 0;
  return min(step == 1 ? width - offset : (width - 1 - offset) / step + 1, places);
}

/** The same of four channels, which lie side by side: their lines are `apart` bytes from each other. */
export function fillLines(
  job: Job,
  to: usize,
  apart: usize,
  line: usize,
  offset: i32,
  first: i32,
  last: i32,
  start: i32,
  end: i32,
): void {
  const from = max(min(first, end), start);
  const until = max(min(last, end), from);
  for (let channel: usize = 0; channel < 4; channel++) {
    const at = to + apart * channel;
    for (let i = start; i < from; i++) store<f32>(at + ((<usize>(i - start)) << 2), 0);
    for (let i = until; i < end; i++) store<f32>(at + ((<usize>(i - start)) << 2), 0);
  }
  const step = job.strideWidth;
  const source = line + ((<usize>((from * step + offset) * job.xPixel)) << 2);
  toLines(to + ((<usize>(from - start)) << 2), apart, source, until - from, (<usize>(step * job.xPixel)) << 2);
}

/** What a tap meets of a line of x at the places from `start` to `end`: zeros before `first` and from `last` on. */
export function fillLine(
  job: Job,
  to: usize,
  line: usize,
  offset: i32,
  first: i32,
  last: i32,
  start: i32,
  end: i32,
): void {
  const from = max(min(first, end), start);
  const until = max(min(last, end), from);
  if (from == until) return zeros(to, end - start);
  if (from > start) zeros(to, from - start);
  const step = job.strideWidth;
  const source = line + ((<usize>((from * step + offset) * job.xPixel)) << 2);
  copy(to + ((<usize>(from - start)) << 2), source, until - from, step * job.xPixel);
  if (end > until) zeros(to + ((<usize>(until - start)) << 2), end - until);
}

/**
 * What a tap meets of a channel of x while the kernel goes over `count` places of y from row y, column `start` on; of four
 * channels, if there is a distance between their lines.
 */
export function fillSeen(
  job: Job,
  to: usize,
  apart: usize,
  channel: usize,
  row: i32,
  column: i32,
  y: i32,
  start: i32,
  count: i32,
): void {
  const outWidth = job.outWidth;
  const offset = column * job.dilationWidth - job.left;
  const together = job.strideWidth == 1 && job.strideHeight == 1 && job.xPixel == 1 && job.xRow == outWidth;
  if (together && apart == 0) {
    return fillShifted(job, to, channel, row * job.dilationHeight - job.top, offset, y * outWidth + start, count);
  }
  const first = firstSeen(offset, job.strideWidth, outWidth);
  const last = lastSeen(offset, job.strideWidth, outWidth, job.width);
  while (count > 0) {
    const end = min(start + count, outWidth);
    const line = y * job.strideHeight + row * job.dilationHeight - job.top;
    const inside = line >= 0 && line < job.height;
    const from = channel + ((<usize>(line * job.xRow)) << 2);
    if (apart != 0) fillLines(job, to, apart, from, offset, first, inside ? last : 0, start, end);
    else if (inside) fillLine(job, to, from, offset, first, last, start, end);
    else zeros(to, end - start);
    to += (<usize>(end - start)) << 2;
    count -= end - start;
    start = 0;
    y++;
  }
}

/**
 * The same where x and y have rows of the same length and the stride is 1: what a tap meets is the image itself, moved by `down`
 * rows and `right` columns. It is copied in one piece, and zeros are put where it came round the edges.
 */
function fillShifted(job: Job, to: usize, channel: usize, down: i32, right: i32, place: i32, count: i32): void {
  const width = job.outWidth;
  const end = place + count;
  if (abs(right) >= width || abs(down) >= max(job.height, job.outHeight)) return zeros(to, count);
  // What lies before and behind the image is not read: it would be zeroed below.
  const moved = down * width + right;
  const from = max(min(max(max(0, -down) * width, -moved), end), place);
  const until = max(min(min((job.height - down) * width, job.height * width - moved), end), from);
  if (from > place) zeros(to, from - place);
  copy(to + ((<usize>(from - place)) << 2), channel + ((<usize>(from + moved)) << 2), until - from, 1);
  if (until < end) zeros(to + ((<usize>(until - place)) << 2), end - until);
  if (right == 0) return;
  const start = right < 0 ? 0 : max(0, width - right);
  const stop = right < 0 ? min(width, -right) : width;
  for (let row = (from / width) * width; row < until; row += width) {
    for (let i = max(row + start, from); i < min(row + stop, until); i++) {
      store<f32>(to + ((<usize>(i - place)) << 2), 0);
    }
  }
}

/**
 * A block of what the kernel sees of `depth` channels: a line for each channel and tap, the places along it. Where channels
 * lie side by side, four are taken at a time.
 */
export function fillBlock(
  job: Job,
  block: usize,
  line: usize,
  x: usize,
  depth: i32,
  y: i32,
  start: i32,
  count: i32,
): void {
  const taps = <usize>(job.kernelHeight * job.kernelWidth);
  const beside = job.xChannel == 1 && job.xPixel > 1;
  for (let k = 0; k < depth;) {
    const four = beside && k + 4 <= depth;
    const channel = x + ((<usize>(k * job.xChannel)) << 2);
    let to = block + line * taps * <usize>k;
    for (let i = 0; i < job.kernelHeight; i++) {
      for (let j = 0; j < job.kernelWidth; j++, to += line) {
        fillSeen(job, to, four ? line * taps : 0, channel, i, j, y, start, count);
      }
    }
    k += four ? 4 : 1;
  }
}
