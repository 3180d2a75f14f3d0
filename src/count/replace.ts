import { checkNames } from "../arguments.ts";
import { refuse, show } from "../errors.ts";
import { Module, replace, type AnyModule, type Replacement } from "../nn/index.ts";
import { countModule } from "./module.ts";
import { ReplacedCost } from "./tables/replaced-cost.ts";
import type { InputShape } from "./layers/trace.ts";

/** What is counted, and what is left alone. */
export interface ReplaceOptions {
  /** [C, H, W] of one sample, or a list of shapes; a published network has its own. */
  inputShape?: InputShape;
  /** Names of layers that stay, such as the first convolution, `features.0`; also of modules with all in them. */
  except?: readonly string[];
}

/**
 * What a network would cost with other layers in the place of its own: both tables, and what each layer saves. The network
 * itself is as before; `nn.replace` changes it.
 *
 * @param module  any nn.Module that holds others
 * @param by      what is to stand in a layer's place, as `standardTo("separable")` says it
 * @throws  when the module holds nothing that can be replaced, a name of `except` is not there, or the layers do not fit
 * @example
 * const { before, after } = count.replace(models.vgg16(), standardTo("separable"));
 * console.log(before.macs / after.macs); // about 8
 */
export function countReplaced(module: AnyModule, by: Replacement, options: ReplaceOptions = {}): ReplacedCost {
  checkNames("count.replace", options, ["inputShape", "except"]);
  if (!(module instanceof Module)) refuse("count.replace", "an nn.Module", show(module), "give it the network itself");
  const { inputShape, except = [] } = options;
  const names = new Set(module.namedModules().map(([name]) => name));
  const unknown = except.find((name) => !names.has(name));
  if (unknown !== undefined) {
    refuse("count.replace", "except to name modules of the network", show(unknown), "namedModules() lists them");
  }
  const before = countModule(module, inputShape);
  const replaced: string[] = [];
  const putBack = replace(module, (child, name) => {
    if (except.some((kept) => name === kept || name.startsWith(`${kept}.`))) return undefined;
    const other = by(child, name);
    if (other) replaced.push(name);
    return other;
  });
  try {
    return new ReplacedCost(before, countModule(module, inputShape), replaced);
  } finally {
    putBack();
  }
}
