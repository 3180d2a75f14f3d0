import * as nn from "../../src/nn/index.ts";

/** A module as the golden file describes it: its class, its arguments, its options. */
export type Spec = [type: string, positional: unknown[], options: object];

/** The module that a description of torch's means among ours; a Sequential's arguments are descriptions. */
export function build([type, positional, options]: Spec): nn.Module {
  if (type === "Sequential") return new nn.Sequential(...(positional as Spec[]).map(build));
  const layer = Reflect.get(nn, type) as new (...given: unknown[]) => nn.Module;
  return new layer(...positional, options);
}
