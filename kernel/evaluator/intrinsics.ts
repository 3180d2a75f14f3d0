/** The globals on which the evaluator itself stands: cells may replace theirs. */
export const {
  AbortController,
  Atomics,
  Buffer,
  Error,
  Int32Array,
  Map,
  Promise,
  Set,
  SharedArrayBuffer,
  setImmediate,
} = globalThis;
export const { parse, stringify } = JSON;
export const { exit } = process;
