import type { LayerCost } from "../../src/count/tables/layer-cost.ts";
import { golden, type Packed } from "../golden/golden.ts";

/** What Keras says of a network of its own. */
interface Counted {
  /** Parameters with the moving statistics. */
  all: number;
  trainable: number;
  /** Those that are batch norm's scales and shifts. */
  norms: number;
  /** [C, H, W] behind each batch norm. */
  maps: number[][];
}

/** What test/golden/keras_networks.py wrote. */
export const keras = golden<{
  counts: Array<{ name: string; options: object; counted: Counted }>;
  mobilenet: Packed;
  xception: Packed;
}>("keras_networks");

/** The same of ours: batch norm has as many moving statistics as it has parameters. */
export function asKeras(layers: readonly LayerCost[]): Counted {
  const norms = layers.filter(({ kind }) => kind === "normalization");
  const parametersOf = (rows: readonly LayerCost[]) => rows.reduce((sum, { parameters }) => sum + parameters, 0);
  return {
    all: parametersOf(layers) + parametersOf(norms),
    trainable: parametersOf(layers),
    norms: parametersOf(norms),
    maps: norms.map(({ outputShapes }) => outputShapes[0]!.slice(1)),
  };
}
