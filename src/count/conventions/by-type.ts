import type { AnyModule } from "../../nn/index.ts";
import type { Convention } from "./convention.ts";

type Type = abstract new (...given: never[]) => AnyModule;
type Rules = ReadonlyArray<[types: readonly Type[], rule: Convention]>;

/** Of a counter that looks a layer's class up: to it a subclass is another class, and what it does not know is 0. */
export function byClass(rules: Rules): Convention {
  const known = new Map<unknown, Convention>(
    rules.flatMap(([types, rule]) => types.map((type) => [type, rule] as const)),
  );
  return (layer) => known.get(layer.module.constructor)?.(layer) ?? 0;
}

/** Of a counter that watches the functions which layers call: a subclass counts as what it extends. */
export function byFunction(rules: Rules): Convention {
  return (layer) => rules.find(([types]) => types.some((type) => layer.module instanceof type))?.[1](layer) ?? 0;
}
