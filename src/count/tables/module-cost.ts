import { Grid } from "../../grid.ts";
import { CostTable, type Cell } from "./cost-table.ts";
import type { ConventionName } from "../conventions/index.ts";
import { KindTable } from "./kind-cost.ts";
import { totalsOf, type LayerCost, type Totals } from "./layer-cost.ts";

/** What a module costs: its layers and their sum. It shows itself as a table. */
export class ModuleCost extends CostTable implements Totals {
  readonly layers: readonly LayerCost[];
  /** The shape of what the module returned, or of the first of several tensors. */
  readonly outputShape: readonly number[];
  /** What ran and has no known rule, so that the totals leave it out. */
  readonly uncounted: readonly string[];
  /** What `operations` are. */
  readonly convention: ConventionName;
  declare readonly parameters: number;
  declare readonly trainableParameters: number;
  declare readonly macs: number;
  declare readonly multiplications: number;
  declare readonly additions: number;
  declare readonly flops: number;
  declare readonly operations: number;
  declare readonly read: number;
  declare readonly written: number;
  declare readonly intensity: number;

  constructor(
    layers: readonly LayerCost[],
    outputShape: readonly number[],
    uncounted: readonly string[],
    convention: ConventionName = "macs",
  ) {
    super();
    this.layers = layers;
    this.convention = convention;
    this.outputShape = outputShape;
    this.uncounted = uncounted;
    Object.assign(this, totalsOf(layers));
  }

  /** What each kind of layer costs together, and its share: the most MACs first. */
  byKind(): KindTable {
    return new KindTable(this.layers, this.notes());
  }

  /** The totals and the rows as plain data; the receptive field of a layer that sees everything is "all". */
  toJSON(): {
    convention: ConventionName;
    totals: Totals;
    uncounted: readonly string[];
    layers: Array<Record<string, unknown>>;
  } {
    const layers = this.layers.map((layer) => ({
      ...layer,
      receptiveField: layer.receptiveField?.map(pixels) ?? null,
    }));
    return { convention: this.convention, totals: totalsOf(this.layers), uncounted: this.uncounted, layers };
  }

  protected override grid(): Grid {
    const header = HEADER.toSpliced(5, 0, ...(this.convention === "macs" ? [] : [this.convention]));
    const rows = this.layers.map((layer) => [
      layer.name,
      layer.type,
      layer.outputShapes.map((shape) => shape.join("×")).join(", ") || (layer.macs === null ? "?" : "did not run"),
      ...this.#figures(layer),
      layer.receptiveField?.map(pixels).join("×") ?? "",
    ]);
    return new Grid(header, [...rows, ["total", "", this.outputShape.join("×"), ...this.#figures(this), ""]], 2);
  }

  #figures({ parameters, macs, operations, read, written, intensity }: LayerCost | ModuleCost): string[] {
    const counts = [parameters, macs, ...(this.convention === "macs" ? [] : [operations]), read + written];
    return [...counts.map((n) => n?.toLocaleString("en") ?? "?"), intensity?.toFixed(2) ?? "?"];
  }

  protected override notes(): string[] {
    return this.uncounted.length === 0 ? [] : [`not counted: ${this.uncounted.join(", ")}`];
  }

  protected override records(): Array<Record<string, Cell>> {
    return this.layers.map(({ inputShapes, outputShapes, receptiveField, ...layer }) => ({
      ...layer,
      inputShapes: inputShapes.map((shape) => shape.join("×")).join(" "),
      outputShapes: outputShapes.map((shape) => shape.join("×")).join(" "),
      receptiveField: receptiveField?.map(pixels).join("×") ?? null,
    }));
  }
}

const HEADER = ["layer", "type", "output", "parameters", "MACs", "bytes", "FLOPs/byte", "sees"];

const pixels = (size: number) => (size === Infinity ? "all" : size);
