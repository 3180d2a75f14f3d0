import { checkNames, toChoice } from "../arguments.ts";
import { refuse, show } from "../errors.ts";
import { Module, type AnyModule } from "../nn/index.ts";
import { conventions, type ConventionName } from "./conventions/index.ts";
import { costsOf } from "./layers/costs.ts";
import { trace, type InputShape } from "./layers/trace.ts";
import { ModuleCost } from "./tables/module-cost.ts";

/** How a module is counted. */
export interface CountOptions {
  /** How many samples go in at once; 1 by default. */
  batchSize?: number;
  /** What `operations` counts: "macs" by default, or as other programs count, such as "thop"; `macs` and the rest stay. */
  convention?: ConventionName;
}

/**
 * What each layer of a module costs, by running the module's own forward on shapes: nothing is allocated, however large
 * the module. MACs are those of convolutions and matrix products, also outside of layers; batch norm, activations, pooling
 * and additions count 0, as in the papers' tables (`count.fn` counts all that runs).
 *
 * @param module      any nn.Module, also your own, with any number of inputs and outputs
 * @param inputShape  [C, H, W] of one sample, without the batch; a list of shapes for several inputs; a published network has its own
 * @param options     batchSize, convention
 * @returns           a row for each layer as it ran after eval(), its shapes with the batch, and the totals; a layer that
 *                    runs twice has two rows and brings its parameters once; one that does not run still brings them
 * @throws  when a layer refuses the shape that comes in: the error names the layer
 * @example
 * const separable = new nn.Sequential(
 *   new nn.Conv2d(3, 3, 3, { padding: 1, groups: 3, bias: false }),
 *   new nn.Conv2d(3, 4, 1, { bias: false }),
 * );
 * console.log(`${count.module(separable, [3, 64, 64])}`); // 27 + 12 = 39 parameters
 */
export function countModule(module: AnyModule, inputShape?: InputShape, options: CountOptions = {}): ModuleCost {
  checkNames("count.module", options, ["batchSize", "convention"]);
  const names = Object.keys(conventions) as ConventionName[];
  const convention = toChoice("count.module", "convention", options.convention ?? "macs", names);
  if (!(module instanceof Module)) {
    refuse("count.module", "an nn.Module", show(module), "for one convolution's options use count.conv2d");
  }
  const traced = trace("count.module", module, inputShape, options.batchSize ?? 1);
  const { costs, uncounted } = costsOf(traced, conventions[convention]);
  return new ModuleCost([...costs.values()], traced.calls.at(-1)!.outputShapes[0] ?? [], uncounted, convention);
}
