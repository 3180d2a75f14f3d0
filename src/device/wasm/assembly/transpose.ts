/*
 * Between layouts, four channels at a time: where channels are the last axis, those of one place lie side by side; in a block
 * or a tile each has a line of its own, `line` bytes from the next one's.
 */

/** Four channels of places `step` bytes apart into their lines. */
export function toLines(to: usize, line: usize, from: usize, count: i32, step: usize): void {
  let i = 0;
  for (; i + 4 <= count; i += 4, to += 16, from += step << 2) transpose(to, line, from, step);
  for (; i < count; i++, to += 4, from += step) {
    for (let channel = 0; channel < 4; channel++) {
      store<f32>(to + line * <usize>channel, load<f32>(from + ((<usize>channel) << 2)));
    }
  }
}

/** Four lines into four channels of places `step` bytes apart. */
export function fromLines(to: usize, line: usize, from: usize, count: i32, step: usize): void {
  let i = 0;
  for (; i + 4 <= count; i += 4, from += 16, to += step << 2) transpose(to, step, from, line);
  for (; i < count; i++, from += 4, to += step) {
    for (let channel = 0; channel < 4; channel++) {
      store<f32>(to + ((<usize>channel) << 2), load<f32>(from + line * <usize>channel));
    }
  }
}

/** Four rows of four numbers as four columns; the steps are the bytes from a row to the next. */
function transpose(to: usize, toStep: usize, from: usize, fromStep: usize): void {
  const a = v128.load(from);
  const b = v128.load(from + fromStep);
  const c = v128.load(from + fromStep * 2);
  const d = v128.load(from + fromStep * 3);
  const low = v128.shuffle<f32>(a, b, 0, 4, 1, 5);
  const lowNext = v128.shuffle<f32>(c, d, 0, 4, 1, 5);
  const high = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
  const highNext = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
  v128.store(to, v128.shuffle<f32>(low, lowNext, 0, 1, 4, 5));
  v128.store(to + toStep, v128.shuffle<f32>(low, lowNext, 2, 3, 6, 7));
  v128.store(to + toStep * 2, v128.shuffle<f32>(high, highNext, 0, 1, 4, 5));
  v128.store(to + toStep * 3, v128.shuffle<f32>(high, highNext, 2, 3, 6, 7));
}
