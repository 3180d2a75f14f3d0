import { Grid } from "../grid.ts";

/** What one layer costs in one run. */
export interface LayerCost {
  /** Its place in the module, such as `features.3`. */
  name: string;
  /** Its class. */
  type: string;
  inputShape: number[];
  outputShape: number[];
  /** Values to learn; 0 where the same tensors were counted in an earlier row. */
  parameters: number;
  /** null for a layer of which no rule is known. */
  macs: number | null;
  multiplications: number | null;
  additions: number | null;
}

/** What a module costs: its layers and their sum. It shows itself as a table. */
export class ModuleCost {
  readonly layers: readonly LayerCost[];
  readonly outputShape: readonly number[];
  /** What does arithmetic that no row counts: layers of no known type, and convolutions or products outside of layers. */
  readonly uncounted: readonly string[];
  readonly parameters: number;
  readonly macs: number;
  readonly multiplications: number;
  readonly additions: number;

  constructor(layers: readonly LayerCost[], outputShape: readonly number[], uncounted: readonly string[]) {
    const total = (of: (layer: LayerCost) => number | null) => layers.reduce((sum, layer) => sum + (of(layer) ?? 0), 0);
    this.layers = layers;
    this.outputShape = outputShape;
    this.uncounted = uncounted;
    this.parameters = total(({ parameters }) => parameters);
    this.macs = total(({ macs }) => macs);
    this.multiplications = total(({ multiplications }) => multiplications);
    this.additions = total(({ additions }) => additions);
  }

  /** The table as text, columns aligned. */
  toString(): string {
    return [this.#table().toString(), ...this.#note()].join("\n");
  }

  /** The table as a notebook shows it. */
  [Symbol.for("Jupyter.display")](): Record<string, string> {
    const note = this.#note().map((text) => `<p>${text}</p>`);
    return { "text/plain": this.toString(), "text/html": this.#table().toHtml() + note.join("") };
  }

  #table(): Grid {
    const rows = this.layers.map((layer) => [layer.name, layer.type, ...numbers(layer)]);
    return new Grid(HEADER, [...rows, ["total", "", ...numbers(this)]], 2);
  }

  #note(): string[] {
    return this.uncounted.length === 0 ? [] : [`not counted: ${this.uncounted.join(", ")}`];
  }
}

const HEADER = ["layer", "type", "output", "parameters", "MACs", "additions"];

function numbers({
  outputShape,
  parameters,
  macs,
  additions,
}: Omit<LayerCost, "name" | "type" | "inputShape" | "multiplications"> | ModuleCost): string[] {
  return [outputShape.join("×"), ...[parameters, macs, additions].map((n) => n?.toLocaleString("en") ?? "?")];
}
