import { checkNames, toChoice } from "../arguments.ts";
import { refuse, show } from "../errors.ts";
import { Module, Sequential, type AnyModule } from "../nn/index.ts";
import { macs } from "./conventions/macs.ts";
import { fixed } from "./tables/fixed.ts";
import { FullSummary } from "./tables/full-summary.ts";
import { costsOf } from "./layers/costs.ts";
import { shapesOf, trace, type InputShape } from "./layers/trace.ts";

/** How a summary is printed. */
export interface SummaryOptions {
  /** torchsummary's print, to the character. */
  style?: "torchsummary";
  /** "pypi" as torchsummary 1.5.1 from PyPI prints; "github" as the head of its repository, with a row for the module itself. */
  variant?: "pypi" | "github";
  /** What stands for the batch in shapes and sizes; −1, any, by default. */
  batchSize?: number;
}

/** Options of the tree of modules, with every count right. */
export interface FullOptions {
  style: "full";
  /** 1 by default. */
  batchSize?: number;
}

interface Row {
  /** The layer's class and running number, such as `Conv2d-1`. */
  layer: string;
  outputShape: number[];
  /** Elements of weight and bias. */
  parameters: number;
  /** Whether its weight is learned. */
  trainable: boolean;
}

/** torchsummary's table: its rows, its totals, sizes in MiB, and its text. */
export class Summary {
  readonly rows: readonly Row[];
  readonly totalParams: number;
  readonly trainableParams: number;
  readonly inputSize: number;
  readonly forwardBackwardSize: number;
  readonly paramsSize: number;
  readonly totalSize: number;
  readonly #ending: string;

  constructor(rows: readonly Row[], inputElements: number, ending: string) {
    const sum = (of: (row: Row) => number) => rows.reduce((total, row) => total + of(row), 0);
    this.rows = rows;
    this.totalParams = sum(({ parameters }) => parameters);
    this.trainableParams = sum(({ parameters, trainable }) => (trainable ? parameters : 0));
    this.inputSize = mebibytes(inputElements);
    this.forwardBackwardSize = mebibytes(2 * sum(({ outputShape }) => product(outputShape)));
    this.paramsSize = mebibytes(this.totalParams);
    this.totalSize = this.paramsSize + this.forwardBackwardSize + this.inputSize;
    this.#ending = ending;
  }

  /** The text, so that `console.log` writes what torchsummary writes. */
  toString(): string {
    const rows = this.rows.map(({ layer, outputShape, parameters }) =>
      line(layer, list(outputShape), grouped(parameters)),
    );
    return [
      "-".repeat(64),
      line("Layer (type)", "Output Shape", "Param #"),
      "=".repeat(64),
      ...rows,
      "=".repeat(64),
      `Total params: ${grouped(this.totalParams)}`,
      `Trainable params: ${grouped(this.trainableParams)}`,
      `Non-trainable params: ${grouped(this.totalParams - this.trainableParams)}`,
      "-".repeat(64),
      `Input size (MB): ${fixed(this.inputSize, 2)}`,
      `Forward/backward pass size (MB): ${fixed(this.forwardBackwardSize, 2)}`,
      `Params size (MB): ${fixed(this.paramsSize, 2)}`,
      `Estimated Total Size (MB): ${fixed(this.totalSize, 2)}`,
      "-".repeat(64) + this.#ending,
    ].join("\n");
  }

  /** The text as a notebook shows it. */
  [Symbol.for("Jupyter.display")](): { "text/plain": string } {
    return { "text/plain": this.toString() };
  }
}

/**
 * The table that `torchsummary.summary` prints, to the character, by running the module's forward on shapes: nothing is
 * allocated. It repeats what torchsummary is known for: a layer that runs twice is counted twice, parameters other than
 * weight and bias are missed, sizes of several inputs are multiplied. The style "full" counts those right, shows MACs and
 * the tree of modules as torchinfo does, and is a table in a notebook.
 *
 * @param module      any nn.Module
 * @param inputShape  [C, H, W] without the batch; a list of shapes for several inputs
 * @param options     style; variant for torchsummary's; batchSize, by default −1 there and 1 in the style "full"
 * @throws  when a layer refuses the shape that comes in: the error names the layer
 * @example
 * class ConvTest extends nn.Module {
 *   conv = new nn.Conv2d(3, 4, 3, { padding: 1, bias: false });
 *   forward(x: tf.Tensor) {
 *     return this.conv.forward(x);
 *   }
 * }
 * console.log(`${summary(new ConvTest(), [3, 64, 64])}`); // … Conv2d-1  [-1, 4, 64, 64]  108 …
 * @see https://pypi.org/project/torchsummary/1.5.1
 */
export function summary(module: AnyModule, inputShape: InputShape | undefined, options: FullOptions): FullSummary;
export function summary(module: AnyModule, inputShape?: InputShape, options?: SummaryOptions): Summary;
export function summary(
  module: AnyModule,
  inputShape?: InputShape,
  options: SummaryOptions | FullOptions = {},
): Summary | FullSummary {
  checkNames("summary", options, ["style", "variant", "batchSize"]);
  const style = toChoice("summary", "style", options.style ?? "torchsummary", ["torchsummary", "full"]);
  if (!(module instanceof Module)) refuse("summary", "an nn.Module", show(module), "give it the module itself");
  if (style === "torchsummary") return asTorchsummary(module, inputShape, options as SummaryOptions);
  const traced = trace("summary", module, inputShape, options.batchSize ?? 1);
  const { costs, uncounted } = costsOf(traced, macs);
  return new FullSummary(traced.calls.at(-1)!, costs, uncounted);
}

function asTorchsummary(module: AnyModule, inputShape: InputShape | undefined, options: SummaryOptions): Summary {
  const variant = toChoice("summary", "variant", options.variant ?? "pypi", ["pypi", "github"]);
  const batchSize = options.batchSize ?? -1;
  if (!Number.isSafeInteger(batchSize) || batchSize === 0) {
    refuse("summary", "batchSize to be a whole number or −1", show(batchSize), "leave it out, or use 1");
  }
  const hooks = hooksOf(module, variant === "github");
  const calls = trace("summary", module, inputShape, 1).calls.flatMap((call) =>
    Array.from({ length: hooks.get(call.module) ?? 0 }, () => call),
  );
  const rows = calls.map(({ module, type, outputShapes: [outputShape = []] }, i): Row => {
    const own = new Map(module.ownParameters());
    const [weight, bias] = [own.get("weight"), own.get("bias")];
    return {
      layer: `${type}-${i + 1}`,
      outputShape: outputShape.with(0, batchSize),
      parameters: (weight?.size ?? 0) + (bias?.size ?? 0),
      trainable: weight?.trainable ?? false,
    };
  });
  const inputs = shapesOf("summary", inputShape, module).map(product);
  return new Summary(rows, product(inputs) * batchSize, variant === "github" ? "\n" : "");
}

/** How many hooks torchsummary puts on each module: one for each parent that holds it, none on a Sequential. */
function hooksOf(root: AnyModule, includeRoot: boolean): Map<AnyModule, number> {
  const hooks = new Map<AnyModule, number>();
  const visit = (module: AnyModule): void => {
    for (const [, child] of module.namedChildren()) visit(child);
    if (module instanceof Sequential || (module === root && !includeRoot)) return;
    hooks.set(module, (hooks.get(module) ?? 0) + 1);
  };
  visit(root);
  return hooks;
}

const product = (sizes: readonly number[]) => sizes.reduce((a, b) => a * b, 1);

/** Size of float32 numbers; the batch's −1 makes their count negative. */
const mebibytes = (elements: number) => Math.abs((elements * 4) / 1024 ** 2);

const line = (layer: string, shape: string, parameters: string) =>
  `${layer.padStart(20)}  ${shape.padStart(25)} ${parameters.padStart(15)}`;

const list = (shape: number[]) => `[${shape.join(", ")}]`;

const grouped = (count: number) => count.toLocaleString("en");
