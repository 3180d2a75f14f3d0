import type { Deactivate } from "../../conv/activation.ts";
import type { Engine } from "./engine.ts";
import { heap } from "./heap.ts";

/** dy where the activation is open, else 0: tfjs's own comparisons and choices take several times as long. */
export const deactivate =
  ({ pool }: Engine): Deactivate =>
  (dy, y, activation) => {
    const dx = heap.makeTensor(dy.shape);
    const [x, weight, to] = [dy, y, dx].map((tensor) => heap.addressOf(tensor)) as [number, number, number];
    // relu has no upper bound, and nothing is as large as NaN
    const job = { x, weight, y: to, places: LENGTH, outWidth: dx.size, low: 0, high: activation === "relu6" ? 6 : NaN };
    pool.run({ entry: "deactivate", job, tasks: Math.ceil(dx.size / LENGTH), products: dx.size });
    return dx;
  };

/** Numbers in a task. */
const LENGTH = 65536;
