/**
 * How much memory a convolution takes at its height, in a process of its own: `node --expose-gc memory.ts KIND`. Prints JSON of bytes. The measure
 * is what the system has given to the process (Linux), since the heap of WebAssembly grows by more than it needs.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { conv2d, depthwiseConv2d, separableConv2d, tf, useDevice } from "sepconv";

const [CHANNELS, SIDE, BATCH] = [64, 224, 4];

const kinds = {
  standard: (x: tf.Tensor) => conv2d(x, tf.ones([CHANNELS, CHANNELS, 3, 3]), { padding: 1 }),
  grouped: (x: tf.Tensor) => conv2d(x, tf.ones([CHANNELS, CHANNELS / 8, 3, 3]), { padding: 1, groups: 8 }),
  depthwise: (x: tf.Tensor) => depthwiseConv2d(x, tf.ones([CHANNELS, 1, 3, 3]), { padding: 1 }),
  separable: (x: tf.Tensor) =>
    separableConv2d(x, tf.ones([CHANNELS, 1, 3, 3]), tf.ones([CHANNELS, CHANNELS, 1, 1]), { padding: 1 }),
};

const convolve = kinds[process.argv[2] as keyof typeof kinds];
await useDevice("wasm");
/** In the heap of WebAssembly from the first: an array of JavaScript's on the way would count until it is collected. */
function maps(batch: number, side: number): tf.Tensor {
  const { fill } = tf;
  return fill([batch, CHANNELS, side, side], 1);
}
tf.tidy(() => convolve(maps(1, 8))); // what is made once
const x = maps(BATCH, SIDE);
globalThis.gc!();
writeFileSync("/proc/self/clear_refs", "5"); // sets the height back to what is held now
const before = held("VmRSS");
const y = tf.tidy(() => convolve(x));
const bytes = 4 * y.size;
console.log(JSON.stringify({ output: bytes, extra: held("VmHWM") - before, x: 4 * x.size }));

function held(field: string): number {
  const status = readFileSync("/proc/self/status", "utf8");
  return 1024 * Number(new RegExp(`^${field}:\\s+(\\d+)`, "m").exec(status)![1]);
}
