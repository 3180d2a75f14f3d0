import { Grid } from "../../grid.ts";
import { CostTable, type Cell } from "./cost-table.ts";
import type { ModuleCost } from "./module-cost.ts";

/** What a module costs before and after other layers took the place of its own; a row for each layer that was replaced. */
export class ReplacedCost extends CostTable {
  readonly before: ModuleCost;
  readonly after: ModuleCost;
  /** The names of the layers that were replaced. */
  readonly replaced: readonly string[];

  constructor(before: ModuleCost, after: ModuleCost, replaced: readonly string[]) {
    super();
    this.before = before;
    this.after = after;
    this.replaced = replaced;
  }

  toJSON(): { replaced: readonly string[]; before: ModuleCost; after: ModuleCost } {
    return { replaced: this.replaced, before: this.before, after: this.after };
  }

  protected override grid(): Grid {
    const header = ["layer", "parameters", "then", "saved", "MACs", "then", "saved"];
    const rows = this.#rows().map((row) => [row.layer, ...change(row.parameters), ...change(row.macs)]);
    return new Grid(header, rows, 1);
  }

  protected override notes(): readonly string[] {
    return [...new Set([...this.before.uncounted, ...this.after.uncounted])].map((what) => `not counted: ${what}`);
  }

  protected override records(): Array<Record<string, Cell>> {
    return this.#rows().map(({ layer, parameters, macs }) => ({
      layer,
      parametersBefore: parameters[0],
      parametersAfter: parameters[1],
      macsBefore: macs[0],
      macsAfter: macs[1],
    }));
  }

  #rows(): Row[] {
    const replaced = this.replaced.map((name): Row => {
      const of = (key: "parameters" | "macs"): Change => [
        within(this.before, name, key),
        within(this.after, name, key),
      ];
      return { layer: name, parameters: of("parameters"), macs: of("macs") };
    });
    const total: Row = {
      layer: "total",
      parameters: [this.before.parameters, this.after.parameters],
      macs: [this.before.macs, this.after.macs],
    };
    const rest = (key: "parameters" | "macs"): Change =>
      replaced.reduce<Change>((left, row) => [left[0] - row[key][0], left[1] - row[key][1]], total[key]);
    return [...replaced, { layer: "all others", parameters: rest("parameters"), macs: rest("macs") }, total];
  }
}

type Change = [before: number, after: number];

interface Row {
  layer: string;
  parameters: Change;
  macs: Change;
}

/** What the layer of this name, or the layers in it, cost. */
const within = ({ layers }: ModuleCost, name: string, key: "parameters" | "macs") =>
  layers
    .filter((layer) => layer.name === name || layer.name.startsWith(`${name}.`))
    .reduce((sum, layer) => sum + (layer[key] ?? 0), 0);

function change([before, after]: Change): string[] {
  const saved = before === 0 ? "" : `${(100 * (1 - after / before)).toFixed(1)}%`;
  return [before.toLocaleString("en"), after.toLocaleString("en"), saved];
}
