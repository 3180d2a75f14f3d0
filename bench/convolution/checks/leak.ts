/**
 * What 1,000 convolutions with gradients leave behind, in a process of its own: prints JSON of tensors, their bytes, and bytes of
 * the heap.
 */
import { conv2d, depthwiseConv2d, separableConv2d, tf, useDevice } from "sepconv";
import { watch } from "./watch.ts";

const [WARM_UP, REPETITIONS] = [100, 1000];

await useDevice("wasm");
const x = tf.randomUniform([2, 16, 20, 20]);
const dense = tf.randomUniform([16, 16, 3, 3]);
const grouped = tf.randomUniform([16, 4, 3, 3]);
const depthwise = tf.randomUniform([16, 1, 3, 3]);
const pointwise = tf.randomUniform([24, 16, 1, 1]);

const gradients = [
  () => tf.grads((x, w) => conv2d(x!, w!, { padding: 1, stride: 2 }))([x, dense]),
  () => tf.grads((x, w) => conv2d(x!, w!, { padding: 1, groups: 4 }))([x, grouped]),
  () => tf.grads((x, w) => depthwiseConv2d(x!, w!, { padding: 2, dilation: 2 }))([x, depthwise]),
  () => tf.grads((x, d, p) => separableConv2d(x!, d!, p!, { padding: 1 }))([x, depthwise, pointwise]),
];
const convolve = (times: number) => {
  for (let i = 0; i < times; i++) tf.dispose(gradients[i % gradients.length]!());
};

convolve(WARM_UP);
const before = tf.memory();
const { left: heap } = watch(() => convolve(REPETITIONS));
const after = tf.memory();
const left = { tensors: after.numTensors - before.numTensors, bytes: after.numBytes - before.numBytes, heap };
console.log(JSON.stringify(left));
