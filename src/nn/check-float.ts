import { checkTensor } from "../arguments.ts";
import type { tf } from "../tf.ts";

/** Refuses what is not a living float32 tensor, of any shape. */
export function checkFloat(who: string, x: tf.Tensor): void {
  checkTensor(who, "x", x, [0, 1, 2, 3, 4, 5, 6], "x has any shape");
}
