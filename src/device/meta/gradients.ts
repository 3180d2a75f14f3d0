import { tf } from "../../tf.ts";

/*
 * TensorFlow.js multiplies the gradient of a sum or of a mean with ones of the input's shape, which it writes into memory
 * itself, whatever the backend. These run the same operations with ones that no memory holds.
 */

const spread = (dy: tf.Tensor, x: tf.Tensor, axis: number | number[]): tf.Tensor => {
  const summed = tf.util.parseAxisParam(axis, x.shape);
  const kept = x.shape.map((size, axis) => (summed.includes(axis) ? 1 : size));
  const ones = tf.engine().makeTensor(new Float32Array(), x.shape, "float32");
  return tf.mul(tf.reshape(dy, kept), ones);
};

const gradients: tf.GradConfig[] = [
  {
    kernelName: "Sum",
    inputsToSave: ["x"],
    gradFunc: (dy, [x], attrs) => ({ x: () => spread(dy as tf.Tensor, x!, (attrs as unknown as tf.SumAttrs).axis) }),
  },
  {
    kernelName: "Mean",
    inputsToSave: ["x"],
    gradFunc: (dy, [x], attrs) => ({
      x: () =>
        tf.div(spread(dy as tf.Tensor, x!, (attrs as unknown as tf.MeanAttrs).axis), x!.size / (dy as tf.Tensor).size),
    }),
  },
];

/** Runs `fn` with gradients that take no memory. */
export function withBlankGradients<T>(fn: () => T): T {
  const stock = gradients.map(({ kernelName }) => tf.getGradient(kernelName));
  gradients.forEach(tf.registerGradient);
  try {
    return fn();
  } finally {
    stock.forEach(tf.registerGradient);
  }
}
