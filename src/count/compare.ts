import { refuse, show } from "../errors.ts";
import { Grid } from "../grid.ts";
import { CostTable, type Cell } from "./tables/cost-table.ts";
import { ModuleCost } from "./tables/module-cost.ts";
import { totalsOf, type Totals } from "./tables/layer-cost.ts";

const ROWS: ReadonlyArray<[key: keyof Totals, title: string]> = [
  ["parameters", "parameters"],
  ["macs", "MACs"],
  ["flops", "FLOPs"],
  ["read", "bytes read"],
  ["written", "bytes written"],
  ["intensity", "FLOPs/byte"],
];

/** The totals of several models side by side, and how many times the first one's the others are. */
export class ComparedCost extends CostTable {
  readonly costs: Readonly<Record<string, ModuleCost>>;

  constructor(costs: Readonly<Record<string, ModuleCost>>) {
    super();
    this.costs = costs;
  }

  toJSON(): Readonly<Record<string, Totals>> {
    return Object.fromEntries(Object.entries(this.costs).map(([name, { layers }]) => [name, totalsOf(layers)]));
  }

  protected override grid(): Grid {
    const [first, ...others] = Object.keys(this.costs) as [string, ...string[]];
    const rows = this.#rows().map(({ key, title, values: [own, ...rest] }) => {
      const text = (value: number) => (key === "intensity" ? value.toFixed(2) : value.toLocaleString("en"));
      return [title, text(own!), ...rest.flatMap((value) => [text(value), own === 0 ? "" : (value / own!).toFixed(3)])];
    });
    return new Grid(["", first, ...others.flatMap((name) => [name, `÷ ${first}`])], rows, 1);
  }

  protected override notes(): readonly string[] {
    return Object.entries(this.costs).flatMap(([name, { uncounted }]) =>
      uncounted.length === 0 ? [] : [`not counted in ${name}: ${uncounted.join(", ")}`],
    );
  }

  protected override records(): Array<Record<string, Cell>> {
    const names = Object.keys(this.costs);
    return this.#rows().map(({ key, values }) => ({
      total: key,
      ...Object.fromEntries(names.map((name, i) => [name, values[i]!])),
      ...Object.fromEntries(
        names.slice(1).map((name, i) => [`${name}/${names[0]}`, values[0] === 0 ? null : values[i + 1]! / values[0]!]),
      ),
    }));
  }

  #rows() {
    const costs = Object.values(this.costs);
    const [convention, ...others] = new Set(costs.map((cost) => cost.convention));
    const isTold = convention !== undefined && convention !== "macs" && others.length === 0;
    const rows = isTold ? [...ROWS, ["operations", convention] as const] : ROWS;
    return rows.map(([key, title]) => ({ key, title, values: costs.map((cost) => cost[key]) }));
  }
}

/**
 * The totals of models side by side.
 *
 * @param costs  what count.module, count.onnx or count.keras gave, each by the name that stands over its column
 * @throws  when there are less than two
 * @example
 * const mobilenet = count.module(models.create("mobilenet_v1"));
 * console.log(`${count.compare({ mobilenet, halved: count.module(models.create("mobilenet_v1", { alpha: 0.5 })) })}`);
 */
export function compare(costs: Readonly<Record<string, ModuleCost>>): ComparedCost {
  const given = typeof costs === "object" && costs !== null ? Object.values(costs) : [];
  if (given.length < 2 || !given.every((cost) => cost instanceof ModuleCost)) {
    refuse(
      "count.compare",
      "two costs or more by their names",
      show(costs),
      "write { a: count.module(a), b: count.module(b) }",
    );
  }
  return new ComparedCost(costs);
}
