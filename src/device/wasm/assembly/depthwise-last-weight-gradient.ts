import { CHANNELS } from "./depthwise-last";
import { firstSeen, lastSeen } from "./fill";
import { Job } from "./job";
import { multiplyAdd } from "./multiply-add";

/** Numbers of scratch memory that a thread needs: sums of sixteen channels. */
export function depthwiseLastWeightGradientScratch(_job: Job): i32 {
  return CHANNELS;
}

/** The gradient for weights [C, 1, kH, kW]: a task is sixteen channels, over all images. Of the job, `y` is dy. */
export function depthwiseLastWeightGradient(job: Job, from: i32, until: i32, scratch: usize): void {
  const taps = job.kernelHeight * job.kernelWidth;
  for (let task = from; task < until; task++) {
    const c = task * CHANNELS;
    const count = min(CHANNELS, job.groups - c);
    for (let i = 0; i < job.kernelHeight; i++) {
      for (let j = 0; j < job.kernelWidth; j++) {
        sumOfProducts(job, i, j, (<usize>c) << 2, scratch);
        const to = job.weight + ((<usize>(c * taps + i * job.kernelWidth + j)) << 2);
        for (let k = 0; k < count; k++)
          store<f32>(to + ((<usize>(k * taps)) << 2), load<f32>(scratch + ((<usize>k) << 2)));
      }
    }
  }
}

/** Sums of dy times what a tap meets, of sixteen channels. */
function sumOfProducts(job: Job, i: i32, j: i32, at: usize, to: usize): void {
  const above = i * job.dilationHeight - job.top;
  const before = j * job.dilationWidth - job.left;
  const first = firstSeen(before, job.strideWidth, job.outWidth);
  const last = lastSeen(before, job.strideWidth, job.outWidth, job.width);
  const xStep = (<usize>(job.strideWidth * job.xPixel)) << 2;
  const yStep = (<usize>job.yPixel) << 2;
  let s0 = f32x4.splat(0);
  let s1 = f32x4.splat(0);
  let s2 = f32x4.splat(0);
  let s3 = f32x4.splat(0);
  for (let image = 0; image < job.batch; image++) {
    for (let row = 0; row < job.outHeight; row++) {
      const line = row * job.strideHeight + above;
      if (line < 0 || line >= job.height) continue;
      const column = first * job.strideWidth + before;
      let x = job.x + ((<usize>(image * job.xImage + line * job.xRow + column * job.xPixel)) << 2) + at;
      let y = job.y + ((<usize>(image * job.yImage + row * job.yRow + first * job.yPixel)) << 2) + at;
      for (let k = first; k < last; k++, x += xStep, y += yStep) {
        s0 = multiplyAdd(v128.load(y), v128.load(x), s0);
        s1 = multiplyAdd(v128.load(y, 16), v128.load(x, 16), s1);
        s2 = multiplyAdd(v128.load(y, 32), v128.load(x, 32), s2);
        s3 = multiplyAdd(v128.load(y, 48), v128.load(x, 48), s3);
      }
    }
  }
  v128.store(to, s0);
  v128.store(to, s1, 16);
  v128.store(to, s2, 32);
  v128.store(to, s3, 48);
}
