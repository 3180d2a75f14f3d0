import { Grid } from "../../grid.ts";
import { CostTable, type Cell } from "./cost-table.ts";
import type { LayerCost } from "./layer-cost.ts";
import type { Call } from "../layers/trace.ts";

/** A module as it ran, or one that did not. */
export interface SummaryRow {
  /** Its place in the tree, such as `features.3`. */
  name: string;
  /** Its place in the module that called it, where it stands in that one. */
  label: string;
  type: string;
  /** How deep it stands among the modules that ran; the module itself at 0. */
  depth: number;
  inputShapes: number[][];
  /** None for a module that did not run. */
  outputShapes: number[][];
  /** Its own, without those of the modules in it and of an earlier row. */
  parameters: number;
  /** Whether an earlier row has its parameters. */
  isAgain: boolean;
  /** Its own; null where no rule is known. */
  macs: number | null;
}

/** A summary in torchinfo's form: the tree of modules as they ran, and totals in MB of 10⁶ bytes. */
export class FullSummary extends CostTable {
  readonly rows: readonly SummaryRow[];
  readonly totalParams: number;
  readonly trainableParams: number;
  readonly totalMacs: number;
  /** Bytes, as the others. */
  readonly inputSize: number;
  /** Twice the outputs of the layers: values forward, gradients backward. */
  readonly forwardBackwardSize: number;
  readonly paramsSize: number;
  readonly totalSize: number;
  readonly #uncounted: readonly string[];

  constructor(root: Call, costs: ReadonlyMap<Call, LayerCost>, uncounted: readonly string[]) {
    super();
    const seen = new Set<unknown>();
    const ran = rowsOf(root, undefined, costs, seen);
    const idle = [...costs].filter(([{ outputShapes }]) => outputShapes.length === 0);
    const layers = [...costs.values()];
    const sum = (of: (layer: LayerCost) => number) => layers.reduce((total, layer) => total + of(layer), 0);
    this.rows = [...ran, ...idle.flatMap(([call]) => rowsOf(call, { name: root.name, depth: 0 }, costs, seen))];
    this.totalParams = sum(({ parameters }) => parameters);
    this.trainableParams = sum(({ trainableParameters }) => trainableParameters);
    this.totalMacs = sum(({ macs }) => macs ?? 0);
    this.inputSize = bytes(root.inputShapes);
    this.forwardBackwardSize = 2 * sum(({ written }) => written);
    this.paramsSize = bytes([[this.totalParams]]);
    this.totalSize = this.inputSize + this.forwardBackwardSize + this.paramsSize;
    this.#uncounted = uncounted;
  }

  protected override grid(): Grid {
    const rows = this.rows.map(({ label, type, depth, inputShapes, outputShapes, parameters, isAgain, macs }) => [
      `${branch(depth)}${type} ${label}`.trimEnd(),
      shapes(inputShapes),
      shapes(outputShapes) || "did not run",
      isAgain ? "(above)" : number(parameters),
      macs === null ? "?" : number(macs),
    ]);
    return new Grid(["module", "input", "output", "parameters", "MACs"], rows, 3);
  }

  protected override notes(): readonly string[] {
    const whole = (value: number) => value.toLocaleString("en");
    const size = (value: number) => (value / 1e6).toFixed(2);
    return [
      `Total params: ${whole(this.totalParams)}`,
      `Trainable params: ${whole(this.trainableParams)}`,
      `Non-trainable params: ${whole(this.totalParams - this.trainableParams)}`,
      `Total MACs: ${whole(this.totalMacs)}`,
      `Input size (MB): ${size(this.inputSize)}`,
      `Forward/backward pass size (MB): ${size(this.forwardBackwardSize)}`,
      `Params size (MB): ${size(this.paramsSize)}`,
      `Estimated total size (MB): ${size(this.totalSize)}`,
      ...this.#uncounted.map((what) => `Not counted: ${what}`),
    ];
  }

  protected override records(): Array<Record<string, Cell>> {
    return this.rows.map(({ name, type, depth, inputShapes, outputShapes, parameters, macs }) => {
      return { name, type, depth, input: shapes(inputShapes), output: shapes(outputShapes), parameters, macs };
    });
  }
}

/** The rows of a call and of those in it, in the order in which they began. */
function rowsOf(
  call: Call,
  caller: Pick<SummaryRow, "name" | "depth"> | undefined,
  costs: ReadonlyMap<Call, LayerCost>,
  seen: Set<unknown>,
): SummaryRow[] {
  const { module, name, type, inputShapes, outputShapes } = call;
  const { parameters = 0, macs = 0 } = costs.get(call) ?? {};
  const isAgain = seen.has(module) && module.ownParameters().length > 0;
  seen.add(module);
  const depth = caller ? caller.depth + 1 : 0;
  const label = caller?.name && name.startsWith(`${caller.name}.`) ? name.slice(caller.name.length + 1) : name;
  const row = { name, label, type, depth, inputShapes, outputShapes, parameters, isAgain, macs };
  return [row, ...call.calls.flatMap((inner) => rowsOf(inner, row, costs, seen))];
}

const branch = (depth: number) => (depth === 0 ? "" : `${"│   ".repeat(depth - 1)}├─ `);
const shapes = (list: number[][]) => list.map((shape) => shape.join("×")).join(", ");
const number = (value: number) => (value === 0 ? "–" : value.toLocaleString("en"));
const bytes = (list: number[][]) =>
  list.reduce((sum, shape) => sum + shape.reduce((a, b) => a * b, Float32Array.BYTES_PER_ELEMENT), 0);
