import type { Tensor, Tensor4D } from "@tensorflow/tfjs";
import type { Operations } from "../../conv/kernel.ts";
import { resultShape, weightShape, type Problem } from "../../conv/problem.ts";
import { backwards, type Backwards } from "./backwards.ts";
import { depthOf, placesOf } from "./cuts.ts";
import type { Engine } from "./engine.ts";
import { asX, asY, finishing, placed, stepsOf, weightsOf } from "./given.ts";
import { heap } from "./heap.ts";
import { pack } from "./pack.ts";

/*
 * Any convolution as a matrix product: packed weights times a block of what the kernel sees, which is gathered block by block
 * and never written as a whole.
 */
export function product(engine: Engine): Omit<Operations, "separable"> {
  return {
    forward(x, weight, finish, given) {
      const p = flattened(given);
      const y = heap.makeTensor(resultShape(given));
      const job = {
        ...placed(p),
        ...weightsOf(p),
        ...finishing(finish),
        ...asX(heap.addressOf(x), stepsOf(p, "input")),
        ...asY(heap.addressOf(y), stepsOf(p, "output")),
      };
      convolve(engine, weight, job);
      return y;
    },
    inputGradient(dy, weight, p) {
      return backwards(dy, p, (job) => convolve(engine, weight, job));
    },
    weightGradient(dy, x, given) {
      const p = flattened(given);
      const gradient = heap.makeTensor(weightShape(p));
      const { channels, filters } = weightsOf(p);
      const taps = p.kernel[0] * p.kernel[1];
      const all = p.outHeight * p.outWidth;
      const depth = depthOf(channels, taps, Math.max(1, engine.pool.threads / p.groups));
      engine.pool.run({
        entry: "weightGradient",
        job: {
          ...placed(p),
          ...asX(heap.addressOf(x), stepsOf(p, "input")),
          ...asY(heap.addressOf(dy), stepsOf(p, "output")),
          weight: heap.addressOf(gradient),
          channels,
          filters,
          depth,
          places: Math.min(PLACES, all),
        },
        tasks: p.groups * Math.ceil(channels / depth),
        products: p.batch * p.outChannels * channels * taps * all,
      });
      return gradient as Tensor4D;
    },
  };
}

/** A pointwise convolution goes over the places of an image as over one row. */
function flattened(p: Problem): Problem {
  const alone = [...p.kernel, ...p.stride].every((size) => size === 1) && p.padding.flat().every((size) => size === 0);
  const places = p.height * p.width;
  return alone ? { ...p, height: 1, width: places, outHeight: 1, outWidth: places } : p;
}

/** Places that are summed over at a time, at most: their lines have to stay in the cache. */
const PLACES = 256;

function convolve(engine: Engine, weight: Tensor, given: Backwards): void {
  const { pool } = engine;
  const { batch, groups, channels, filters, kernelHeight, kernelWidth } = given;
  const taps = kernelHeight * kernelWidth;
  const all = given.outHeight * given.outWidth;
  const depth = depthOf(channels, taps);
  const places = placesOf(given, depth * taps, batch * groups, pool.threads);
  pool.run({
    entry: "convolve",
    job: { ...given, weight: pack(engine, weight, given), depth, places },
    tasks: batch * groups * Math.ceil(all / places),
    products: batch * groups * filters * channels * taps * all,
  });
}
