import { Job } from "./job";
import { lineLength } from "./strip";

/** What a kernel of 3×3 meets: lines of a strip, or of x itself. Steps along the lines are in bytes, across them in lines. */
@unmanaged
export class Window {
  lines: usize;
  /** From a line to the next. */
  pitch: usize;
  /** Lines, and which of them the first row of the result begins with; beyond them are zeros. */
  height: i32;
  above: i32;
  zeros: usize;
  /** From a row of the result, and from a line of the kernel, to the next. */
  step: i32;
  next: i32;
  /** Where a line meets the second and the third column of the kernel. */
  second: usize;
  third: usize;
  /** Eight numbers each: what is kept of the first column at the left edge, of the third at the right edge, and all. */
  masks: usize;
  /** Whether there are edges: strips have zeros beyond them. */
  hasEdges: bool;
}

const FIELDS = 11;
const MASKS = 24;

/** Places that are computed at a time. */
const EIGHT = 8;

/** Numbers of scratch memory. */
export function windowScratch(job: Job): i32 {
  return FIELDS + MASKS + job.width + 4 * EIGHT;
}

/** Whether a kernel can read x itself, rather than strips: its edges are one column wide. */
function isDirect(job: Job): bool {
  return isNear(job) && job.xPixel == 1 && <u32>job.left <= 1 && job.outWidth + 1 - job.left <= job.width;
}

/** Whether a kernel sees 3×3 neighbours, from one place to the next. */
export function isNear(job: Job): bool {
  const isNext = job.strideHeight == 1 && job.strideWidth == 1 && job.dilationHeight == 1 && job.dilationWidth == 1;
  return isNext && isThreeByThree(job);
}

export function isThreeByThree(job: Job): bool {
  return job.kernelHeight == 3 && job.kernelWidth == 3;
}

/** Prepares a window for a job: of x if that can be, else of strips. */
export function prepareWindow(job: Job, scratch: usize): void {
  const window = changetype<Window>(scratch);
  const direct = isDirect(job);
  window.zeros = scratch + ((FIELDS + MASKS + EIGHT) << 2);
  window.masks = scratch + (FIELDS << 2);
  memory.fill(window.masks, 0xff, MASKS << 2);
  window.step = job.strideHeight;
  window.next = job.dilationHeight;
  window.hasEdges = direct;
  window.height = i32.MAX_VALUE;
  window.above = 0;
  const length = lineLength(job);
  window.pitch = (<usize>(direct ? job.xRow : length * job.strideWidth)) << 2;
  window.second = columnAt(job, 1, length);
  window.third = columnAt(job, 2, length);
  if (!direct) return;
  window.height = job.height;
  memory.fill(scratch + ((FIELDS + MASKS) << 2), 0, (<usize>(job.width + 4 * EIGHT)) << 2);
  if (job.left == 1) store<i32>(window.masks, 0);
  const kept = min(job.width - 2 + job.left - max(0, job.outWidth - EIGHT), EIGHT);
  memory.fill(window.masks + ((<usize>(EIGHT + kept)) << 2), 0, (<usize>(EIGHT - kept)) << 2);
}

/** Where in the phases of a strip's line a column of the kernel begins. */
function columnAt(job: Job, column: i32, length: i32): usize {
  const at = column * job.dilationWidth;
  return (<usize>((at % job.strideWidth) * length + at / job.strideWidth)) << 2;
}

export function lineAt(window: Window, line: i32): usize {
  return <u32>line < <u32>window.height ? window.lines + window.pitch * <usize>line : window.zeros;
}
