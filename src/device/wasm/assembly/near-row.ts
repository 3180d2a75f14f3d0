import { Job } from "./job";
import { eightChannels } from "./three-by-three";

/** Whether the kernel is one of 3×3 neighbours, of eight channels or more. */
export function isNearLast(job: Job): bool {
  const isNext = job.strideHeight == 1 && job.strideWidth == 1 && job.dilationHeight == 1 && job.dilationWidth == 1;
  return isNext && job.kernelHeight == 3 && job.kernelWidth == 3 && job.groups >= 8;
}

/** A row, eight channels at a time: the last eight by themselves, whichever of them were before. */
export function nearRow(job: Job, weights: usize, zeros: usize, x: usize, y: usize, above: i32): void {
  const step = (<usize>job.xPixel) << 2;
  const pitch = (<usize>job.xRow) << 2;
  const height = <u32>job.height;
  const seen0 = <u32>above < height;
  const seen1 = <u32>(above + 1) < height;
  const seen2 = <u32>(above + 2) < height;
  const first = x - step * <usize>job.left;
  const ending = job.groups - 8;
  for (let c = 0; ; c = min(c + 8, ending)) {
    const at = (<usize>c) << 2;
    eightChannels(
      seen0 ? first + at : zeros,
      seen1 ? first + pitch + at : zeros,
      seen2 ? first + (pitch << 1) + at : zeros,
      seen0 ? step : 0,
      seen1 ? step : 0,
      seen2 ? step : 0,
      zeros,
      job.left,
      job.width,
      weights + at,
      (<usize>job.groups) << 2,
      y + at,
      (<usize>job.yPixel) << 2,
      job.outWidth,
      job.bias == 0 ? zeros : job.bias + at,
      job.low,
      job.high,
    );
    if (c == ending) return;
  }
}
