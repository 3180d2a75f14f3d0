import { checkNames } from "../arguments.ts";
import { refuse, show } from "../errors.ts";
import { Module, Sequential } from "../nn/index.ts";
import { ModuleCost, type LayerCost } from "./cost.ts";
import { arithmeticOf } from "./rules.ts";
import { title, trace, type Call, type InputShape } from "./trace.ts";

/** Kernels that multiply and accumulate: one that runs outside a known layer is arithmetic that no row counts. */
const MULTIPLYING = /Conv|MatMul|Einsum/;

/**
 * What each layer of a module costs, by running the module's own forward on shapes: nothing is allocated, however large
 * the module. Batch norm, activations, pooling and dropout count 0, as in the papers' tables.
 *
 * @param module      any nn.Module, also your own
 * @param inputShape  [C, H, W] of one sample, without the batch; a list of shapes for several inputs
 * @param options     batchSize, 1 by default
 * @returns           a row for each layer as it ran, its shapes with the batch, and the totals; a layer that runs twice has
 *                    two rows and brings its parameters once. `uncounted` names what does arithmetic that the rows leave out
 * @throws  when a layer refuses the shape that comes in: the error names the layer
 * @example
 * const separable = new nn.Sequential(
 *   new nn.Conv2d(3, 3, 3, { padding: 1, groups: 3, bias: false }),
 *   new nn.Conv2d(3, 4, 1, { bias: false }),
 * );
 * console.log(`${count.module(separable, [3, 64, 64])}`); // 27 + 12 = 39 parameters
 */
export function countModule(module: Module, inputShape: InputShape, options: { batchSize?: number } = {}): ModuleCost {
  checkNames("count.module", options, ["batchSize"]);
  if (!(module instanceof Module)) {
    refuse("count.module", "an nn.Module", show(module), "for one convolution's options use count.conv2d");
  }
  const seen = new Set<unknown>();
  const uncounted = new Set<string>();
  const calls = trace("count.module", module, inputShape, options.batchSize ?? 1);
  const layers = calls.flatMap((call): LayerCost[] => {
    const { name, type, outputShape } = call;
    const known = arithmeticOf(call.module, call.inputShapes[0] ?? []);
    const own = call.module.ownParameters().map(([, parameter]) => parameter);
    const isLeaf = call.module.submodules().length === 0 && !(call.module instanceof Sequential);
    if (!known) for (const what of left(call, isLeaf)) uncounted.add(what);
    if (!known && !isLeaf && own.length === 0) return [];
    const fresh = own.filter((parameter) => !seen.has(parameter) && seen.add(parameter));
    const parameters = fresh.reduce((sum, { size }) => sum + size, 0);
    const arithmetic = known ?? { macs: null, multiplications: null, additions: null };
    return [{ name, type, inputShape: call.inputShapes[0] ?? [], outputShape, parameters, ...arithmetic }];
  });
  return new ModuleCost(layers, calls.at(-1)!.outputShape, [...uncounted]);
}

/** What a module that has no rule does and no row counts. */
function left(call: Call, isLeaf: boolean): string[] {
  if (isLeaf) return [title(call)];
  return call.kernels.filter((kernel) => MULTIPLYING.test(kernel)).map((kernel) => `${kernel} in ${title(call)}`);
}
