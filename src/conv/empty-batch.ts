import type { Tensor, Tensor4D } from "@tensorflow/tfjs";
import { tf } from "../tf.ts";

/** What `run` gives for a batch of no images: kernels of backends fail on nothing, so one blank image goes through and is cut off. */
export function throughBlank(x: Tensor, run: (blank: Tensor4D) => Tensor): Tensor {
  return tf.tidy(() => {
    const ends = x.shape.map((_, axis): [number, number] => [0, axis === 0 ? 1 : 0]);
    return tf.slice(run(tf.pad(x, ends) as Tensor4D), 0, 0);
  });
}
