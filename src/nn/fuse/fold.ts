import { tf } from "../../tf.ts";
import type { Link } from "./links.ts";

/** The tensors of a convolution, and which of them were made for it. */
export interface Folded {
  weight: tf.Variable;
  bias: tf.Variable | undefined;
  made: tf.Variable[];
}

/** The convolution that gives what a convolution and the batch norm behind it give after eval(): both are affine. */
export function fold({ conv, norm }: Link): Folded {
  if (!norm) return { weight: conv.weight, bias: conv.bias, made: [] };
  const { runningMean, runningVar, eps } = norm;
  return tf.tidy(() => {
    const inverse = tf.rsqrt(tf.add(runningVar!, eps));
    const scale = norm.weight ? tf.mul(inverse, norm.weight) : inverse;
    const centred = conv.bias ? tf.sub(conv.bias, runningMean!) : tf.neg(runningMean!);
    const shift = norm.bias ? tf.add(tf.mul(centred, scale), norm.bias) : tf.mul(centred, scale);
    const weight = tf.variable(tf.mul(conv.weight, tf.reshape(scale, [-1, 1, 1, 1])));
    const bias = tf.variable(shift);
    return { weight, bias, made: [weight, bias] };
  });
}
