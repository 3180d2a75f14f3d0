import { Job } from "./job";

export function deactivateScratch(_job: Job): i32 {
  return 0;
}

/**
 * dy where an activation is open, else 0: where it gave more than `low` and less than `high`, or NaN. Of the job, `x` is dy,
 * `weight` what it gave, `y` the result, `outWidth` counts the numbers of each, and `places` those of a task, a multiple of four.
 */
export function deactivate(job: Job, from: i32, until: i32, _scratch: usize): void {
  const low = f32x4.splat(job.low);
  const high = f32x4.splat(job.high);
  const end = (<usize>min(until * job.places, job.outWidth)) << 2;
  const whole = end - (end & 15);
  let at = (<usize>(from * job.places)) << 2;
  for (; at < whole; at += 16) {
    const seen = v128.load(job.weight + at);
    const closed = v128.or(f32x4.le(seen, low), f32x4.ge(seen, high));
    v128.store(job.y + at, v128.andnot(v128.load(job.x + at), closed));
  }
  for (; at < end; at += 4) {
    const seen = load<f32>(job.weight + at);
    store<f32>(job.y + at, seen <= job.low || seen >= job.high ? 0 : load<f32>(job.x + at));
  }
}
