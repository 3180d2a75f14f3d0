import { bounds } from "../../conv/activation.ts";
import type { Operations } from "../../conv/kernel.ts";
import { mapsShape } from "../../conv/problem.ts";
import { separableRowsOf } from "./cuts.ts";
import type { Engine } from "./engine.ts";
import { addressOf, asX, asY, finishing, placed, stepsOf } from "./given.ts";
import { heap } from "./heap.ts";
import { pack } from "./pack.ts";

/* A depthwise and a pointwise pass in one: what lies between goes from the strip straight into the product's block. */
export function separable(engine: Engine): Operations["separable"] {
  return (x, depthwise, pointwise, middle, finish, p) => {
    const [filters] = pointwise.shape;
    const y = heap.makeTensor(mapsShape(p, filters, p.outHeight, p.outWidth));
    const between = p.outChannels;
    const depth = Math.min(between, 256);
    const steps = stepsOf({ ...p, outChannels: filters }, "output");
    const places = separableRowsOf({ ...p, filters, yPixel: steps.pixel }, depth, p.batch, engine.pool.threads);
    const [middleLow, middleHigh] = bounds(middle.activation);
    const whole = { groups: 1, channels: between, filters, kernelHeight: 1, kernelWidth: 1 };
    const pointwiseSteps = {
      weightGroup: filters * between,
      weightFilter: between,
      weightChannel: 1,
      weightRow: 1,
      weightColumn: 1,
    };
    engine.pool.run({
      entry: "separable",
      job: {
        ...placed(p),
        ...finishing(finish),
        ...asX(heap.addressOf(x), stepsOf(p, "input")),
        ...asY(heap.addressOf(y), steps),
        weight: heap.addressOf(depthwise),
        weightFilter: p.kernel[0] * p.kernel[1],
        weightRow: p.kernel[1],
        weightColumn: 1,
        pointwise: pack(engine, pointwise, { ...whole, ...pointwiseSteps }),
        channels: between / p.groups,
        filters,
        depth,
        places,
        middleBias: addressOf(middle.bias),
        middleLow,
        middleHigh,
      },
      tasks: p.batch * Math.ceil(p.outHeight / places),
      products: p.batch * p.outHeight * p.outWidth * between * (filters + p.kernel[0] * p.kernel[1]),
    });
    return y;
  };
}
