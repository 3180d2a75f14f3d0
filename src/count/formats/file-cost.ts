import { ModuleCost } from "../tables/module-cost.ts";
import { costOf, type FileLayer } from "./layer.ts";

/** What a model of another program's costs, and what went in. */
export class FileCost extends ModuleCost {
  /** The shape of each input, with the batch. */
  readonly inputShapes: ReadonlyArray<readonly number[]>;

  constructor(
    inputShapes: ReadonlyArray<readonly number[]>,
    layers: readonly FileLayer[],
    outputShape: readonly number[],
    uncounted: readonly string[],
  ) {
    super(layers.map(costOf), outputShape, uncounted);
    this.inputShapes = inputShapes;
  }
}
