import { LayerNorm2d } from "../../src/models/blocks/layer-norm-2d.ts";
import { SqueezeExcitation } from "../../src/models/blocks/squeeze-excitation.ts";
import { StochasticDepth } from "../../src/models/blocks/stochastic-depth.ts";
import * as nn from "../../src/nn/index.ts";

/** A module as the golden file describes it: its class, its arguments, its options. */
export type Spec = [type: string, positional: unknown[], options: object];

const KINDS = { ...nn, LayerNorm2d, SqueezeExcitation, StochasticDepth };

/** The module that a description of torch's means among ours; a Sequential's arguments are descriptions, or some by name. */
export function build([type, positional, options]: Spec): nn.Module {
  if (type === "Sequential") {
    if (Array.isArray(positional[0])) return new nn.Sequential(...(positional as Spec[]).map(build));
    const named = Object.entries(positional[0] as Record<string, Spec>);
    return new nn.Sequential(Object.fromEntries(named.map(([name, spec]) => [name, build(spec)])));
  }
  const given = Object.entries(options).map(([name, value]) => {
    const makes = name === "activation" || name === "scaleActivation";
    return [name, makes ? () => build([value as string, [], {}]) : value];
  });
  const layer = Reflect.get(KINDS, type) as new (...given: unknown[]) => nn.Module;
  return new layer(...positional, Object.fromEntries(given));
}
