import { Job } from "./job";
import { clamp, multiplyAdd } from "./multiply-add";
import { AHEAD, lineLength } from "./strip";

/**
 * Convolves a strip with one filter: `rows` rows of the result, one behind the other. Up to sixteen places are written at a
 * time, those beyond the end of a row before the next row's own; nothing is written from `end` on.
 */
export function convolveStrip(
  job: Job,
  strip: usize,
  places: usize,
  weights: usize,
  rows: i32,
  to: usize,
  end: usize,
  spare: usize,
  bias: f32,
  low: f32,
  high: f32,
): void {
  const width = job.outWidth;
  const taps = (<usize>(job.kernelHeight * job.kernelWidth)) << 2;
  const step = (<usize>(job.strideHeight * job.strideWidth * lineLength(job))) << 2;
  for (let r = 0; r < rows; r++, strip += step) {
    for (let x = 0; x < width; x += AHEAD) {
      const count = min(width - x, AHEAD);
      const bytes = (<usize>count) << 2;
      const inside = to + (AHEAD << 2) <= end;
      const target = inside ? to : spare;
      const from = strip + ((<usize>x) << 2);
      if (count > 8) sixteen(from, places, weights, taps, target, bias, low, high);
      else eight(from, places, weights, taps, target, bias, low, high);
      if (!inside) memory.copy(to, spare, bytes);
      to += bytes;
    }
  }
}

function sixteen(
  from: usize,
  places: usize,
  weights: usize,
  taps: usize,
  to: usize,
  bias: f32,
  low: f32,
  high: f32,
): void {
  let s0 = f32x4.splat(bias);
  let s1 = f32x4.splat(bias);
  let s2 = f32x4.splat(bias);
  let s3 = f32x4.splat(bias);
  for (let tap: usize = 0; tap < taps; tap += 4) {
    const at = from + <usize>load<i32>(places + tap);
    const w = v128.load32_splat(weights + tap);
    s0 = multiplyAdd(w, v128.load(at), s0);
    s1 = multiplyAdd(w, v128.load(at, 16), s1);
    s2 = multiplyAdd(w, v128.load(at, 32), s2);
    s3 = multiplyAdd(w, v128.load(at, 48), s3);
  }
  v128.store(to, clamp(s0, f32x4.splat(low), f32x4.splat(high)));
  v128.store(to, clamp(s1, f32x4.splat(low), f32x4.splat(high)), 16);
  v128.store(to, clamp(s2, f32x4.splat(low), f32x4.splat(high)), 32);
  v128.store(to, clamp(s3, f32x4.splat(low), f32x4.splat(high)), 48);
}

function eight(
  from: usize,
  places: usize,
  weights: usize,
  taps: usize,
  to: usize,
  bias: f32,
  low: f32,
  high: f32,
): void {
  let s0 = f32x4.splat(bias);
  let s1 = f32x4.splat(bias);
  for (let tap: usize = 0; tap < taps; tap += 4) {
    const at = from + <usize>load<i32>(places + tap);
    const w = v128.load32_splat(weights + tap);
    s0 = multiplyAdd(w, v128.load(at), s0);
    s1 = multiplyAdd(w, v128.load(at, 16), s1);
  }
  v128.store(to, clamp(s0, f32x4.splat(low), f32x4.splat(high)));
  v128.store(to, clamp(s1, f32x4.splat(low), f32x4.splat(high)), 16);
}
