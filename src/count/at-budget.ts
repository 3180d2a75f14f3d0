import { checkNames, toChoice } from "../arguments.ts";
import { refuse, show } from "../errors.ts";
import { Sequential, type AnyModule, type Module } from "../nn/index.ts";
import type { ModuleCost } from "./tables/module-cost.ts";
import { countModule } from "./module.ts";
import { shapesOf, type InputShape } from "./layers/trace.ts";

/** What is to be spent, and on what input. */
export interface BudgetOptions {
  /** What the network has of: "parameters" by default, or "macs". */
  of?: "parameters" | "macs";
  /** [C, H, W] of one sample; a published network has its own. */
  inputShape?: InputShape;
}

/** How many layers a budget allows. */
export interface AtBudget {
  /** The most that fit one after the other. */
  layers: number;
  /** What the network spends. */
  budget: number;
  /** What the layers spend. */
  spent: number;
  /** What one more would bring it to. */
  next: number;
  /** The table of the network. */
  network: ModuleCost;
  /** The table of the layers. */
  deeper: ModuleCost;
}

/**
 * How many layers, one after the other, cost no more than a network does: how much deeper separable layers can be.
 *
 * @param network  whose parameters or MACs are the budget
 * @param layer    makes the layer at a place; the first takes the network's input, each the output of the one before
 * @throws  when a layer costs nothing, so that any number would fit, or does not fit what comes in
 * @example
 * const standard = () => new nn.Conv2d(64, 64, 3, { padding: 1, bias: false });
 * const separable = () =>
 *   new nn.Sequential(
 *     new nn.Conv2d(64, 64, 3, { padding: 1, groups: 64, bias: false }),
 *     new nn.Conv2d(64, 64, 1, { bias: false }),
 *   );
 * const { layers } = count.atBudget(new nn.Sequential(standard(), standard(), standard()), separable, {
 *   inputShape: [64, 56, 56],
 * });
 * console.log(layers); // 23, where 3 standard ones were
 */
export function atBudget(network: AnyModule, layer: (place: number) => Module, options: BudgetOptions = {}): AtBudget {
  checkNames("count.atBudget", options, ["of", "inputShape"]);
  if (typeof layer !== "function") {
    refuse("count.atBudget", "a function that makes a layer", show(layer), "write () => new nn.Conv2d(…)");
  }
  const of = toChoice("count.atBudget", "of", options.of ?? "parameters", ["parameters", "macs"]);
  const [shape] = shapesOf("count.atBudget", options.inputShape, network) as [readonly number[]];
  const counted = countModule(network, shape);
  const budget = counted[of];
  const made: Module[] = [];
  let [enters, spent, next] = [shape, 0, 0];
  for (;;) {
    const candidate = layer(made.length);
    const { outputShape, [of]: cost } = countModule(candidate, enters);
    if (cost === 0) refuse("count.atBudget", `layers that cost ${of}`, "one that costs none", "give a convolution");
    next = spent + cost;
    if (next > budget) break;
    made.push(candidate);
    [enters, spent] = [outputShape.slice(1), next];
  }
  const deeper = countModule(new Sequential(...made), shape);
  return { layers: made.length, budget, spent, next, network: counted, deeper };
}
