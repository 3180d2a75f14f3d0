import { Grid } from "../../grid.ts";
import { CostTable, type Cell } from "./cost-table.ts";

/** What a TensorFlow.js operation costs in all its runs on tensors of the same shapes. */
export interface OperationRow {
  /** The kernel's name in TensorFlow.js, such as `Conv2D`. */
  name: string;
  calls: number;
  inputShapes: number[][];
  outputShapes: number[][];
  /** Multiply-accumulates of convolutions and matrix products; null for an operation of which no rule is known. */
  macs: number | null;
  /** Products and quotients, those of the MACs too. */
  multiplications: number | null;
  /** Sums and differences, those of the MACs too. */
  additions: number | null;
  /** Bytes of what comes in; none for an operation that only gives another shape. */
  read: number;
  /** Bytes of what comes out. */
  written: number;
}

const SUMMED = ["macs", "multiplications", "additions", "read", "written"] as const;

type Totals = Record<(typeof SUMMED)[number], number>;

/** What a function costs: the operations that it ran, and their sum. It shows itself as a table. */
export class FunctionCost extends CostTable implements Totals {
  /** By name and shapes, in the order in which they first ran. */
  readonly operations: readonly OperationRow[];
  /** Names of operations that ran and have no rule, so that the totals leave out what they compute. */
  readonly unknown: readonly string[];
  /** Names of operations that ran and by convention compute nothing: they move, compare, or are elementary functions. */
  readonly free: readonly string[];
  declare readonly macs: number;
  declare readonly multiplications: number;
  declare readonly additions: number;
  declare readonly read: number;
  declare readonly written: number;

  constructor(operations: readonly OperationRow[]) {
    super();
    this.operations = operations;
    this.unknown = names(operations.filter(({ macs }) => macs === null));
    const computing = names(operations.filter((row) => !isFree(row)));
    this.free = names(operations).filter((name) => !computing.includes(name));
    Object.assign(this, totalsOf(operations));
  }

  /** The totals and the rows as plain data. */
  toJSON(): { totals: Totals; unknown: readonly string[]; operations: readonly OperationRow[] } {
    return { totals: totalsOf(this.operations), unknown: this.unknown, operations: this.operations };
  }

  protected override grid(): Grid {
    const counted = this.operations.filter((row) => !isFree(row));
    const rows = counted.map((row) => [row.name, shapes(row.outputShapes), `${row.calls}`, ...figures(row)]);
    const calls = this.operations.reduce((sum, row) => sum + row.calls, 0);
    return new Grid(HEADER, [...rows, ["total", "", `${calls}`, ...figures(this)]], 2);
  }

  protected override notes(): string[] {
    const list = (what: string, of: readonly string[]) => (of.length === 0 ? [] : [`${what}: ${of.join(", ")}`]);
    return [...list("not counted", this.unknown), ...list("no arithmetic by convention", this.free)];
  }

  protected override records(): Array<Record<string, Cell>> {
    return this.operations.map(({ name, calls, inputShapes, outputShapes, ...costs }) => ({
      name,
      calls,
      inputShapes: shapes(inputShapes),
      outputShapes: shapes(outputShapes),
      ...costs,
    }));
  }
}

const HEADER = ["operation", "output", "calls", "MACs", "multiplications", "additions", "bytes"];

const isFree = ({ macs, multiplications, additions }: OperationRow) =>
  macs === 0 && multiplications === 0 && additions === 0;

const names = (rows: readonly OperationRow[]) => [...new Set(rows.map(({ name }) => name))];

const shapes = (list: number[][]) => list.map((shape) => shape.join("×")).join(" ");

const totalsOf = (rows: readonly OperationRow[]) =>
  Object.fromEntries(SUMMED.map((key) => [key, rows.reduce((sum, row) => sum + (row[key] ?? 0), 0)])) as Totals;

function figures({ macs, multiplications, additions, read, written }: OperationRow | FunctionCost): string[] {
  return [macs, multiplications, additions, read + written].map((n) => n?.toLocaleString("en") ?? "?");
}
