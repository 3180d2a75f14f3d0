import * as tf from "@tensorflow/tfjs";

/**
 * The one TensorFlow.js instance of this library: gradients and chained ops are registered, every device computes for it.
 *
 * @example
 * const x = tf.tensor([1, 2, 3]);
 * tf.grad((t) => t.square().sum())(x).print(); // [2, 4, 6]
 */
export { tf };

// The cpu backend advises on its first use in Node to install tfjs-node; useDevice() says which device runs, and why.
Object.assign(tf.findBackend("cpu"), { firstUse: false });
