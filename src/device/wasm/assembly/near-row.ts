import { Job } from "./job";
import { eightChannels } from "./three-by-three";

/** A row of a kernel of 3×3 neighbours, eight channels at a time: the last eight by themselves, whichever of them were before. */
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
