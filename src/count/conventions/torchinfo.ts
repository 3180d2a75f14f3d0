import { tf } from "../../tf.ts";
import type { Convention } from "./convention.ts";

/**
 * torchinfo's mult-adds: weights and biases, times the positions of a convolution's output; in all other layers, linear ones at
 * many positions among them, times the batch alone. A module that holds others counts 0 itself.
 *
 * @see torchinfo 1.8.0, torchinfo/layer_info.py
 */
export const torchinfo: Convention = ({ module, outputShapes }) => {
  if (module.submodules().length > 0) return 0;
  const learned = module.ownParameters().filter(([name]) => name === "weight" || name === "bias");
  const values = learned.reduce((sum, [, { size }]) => sum + size, 0);
  const [batch = 1, , ...positions] = outputShapes[0]!;
  return values * batch * (module.constructor.name.includes("Conv") ? tf.util.sizeFromShape(positions) : 1);
};
