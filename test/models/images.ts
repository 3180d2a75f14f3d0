import { tf } from "../../src/tf.ts";

/** Two images whose values are sin(i²), as the golden scripts make them. */
export const images = (size: number) =>
  tf.tensor(
    Float32Array.from({ length: 2 * 3 * size * size }, (_, i) => Math.sin(i * i)),
    [2, 3, size, size],
  );
