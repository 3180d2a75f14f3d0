import { Grid } from "../../grid.ts";
import { CostTable, type Cell } from "./cost-table.ts";
import { totalsOf, type LayerCost, type Totals } from "./layer-cost.ts";

/** What the layers of one kind cost together. */
export interface KindCost extends Totals {
  /** Such as `convolution 1×1`. */
  kind: string;
  /** How many layers are of the kind. */
  layers: number;
  /** Of all MACs, from 0 to 1. */
  macsShare: number;
  /** Of all parameters, from 0 to 1. */
  parametersShare: number;
}

/** Where the cost of a module sits, by kind of layer: Table 2 of the MobileNets paper, for any module. */
export class KindTable extends CostTable {
  /** The most MACs first. */
  readonly kinds: readonly KindCost[];
  readonly #notes: readonly string[];

  constructor(layers: readonly LayerCost[], notes: readonly string[]) {
    super();
    const all = totalsOf(layers);
    const kinds = [...new Set(layers.map(({ kind }) => kind))].map((kind): KindCost => {
      const same = layers.filter((layer) => layer.kind === kind);
      const totals = totalsOf(same);
      const share = (of: "macs" | "parameters") => (all[of] === 0 ? 0 : totals[of] / all[of]);
      return { kind, layers: same.length, ...totals, macsShare: share("macs"), parametersShare: share("parameters") };
    });
    this.kinds = kinds.toSorted((a, b) => b.macs - a.macs || b.parameters - a.parameters);
    this.#notes = notes;
  }

  toJSON(): readonly KindCost[] {
    return this.kinds;
  }

  protected override grid(): Grid {
    const percent = (share: number) => `${(100 * share).toFixed(2)}%`;
    const rows = this.kinds.map(({ kind, layers, macs, macsShare, parameters, parametersShare }) => [
      kind,
      `${layers}`,
      macs.toLocaleString("en"),
      percent(macsShare),
      parameters.toLocaleString("en"),
      percent(parametersShare),
    ]);
    return new Grid(["kind", "layers", "MACs", "of all", "parameters", "of all"], rows, 1);
  }

  protected override notes(): readonly string[] {
    return this.#notes;
  }

  protected override records(): Array<Record<string, Cell>> {
    return this.kinds.map((kind) => ({ ...kind }));
  }
}
