import { Module, type AnyModule } from "../module.ts";
import { Sequential } from "../sequential.ts";

/** Where a module stands: in the list of an nn.Sequential. */
export interface Place {
  list: Module[];
  index: number;
  module: Module;
  name: string;
}

/**
 * The places of a tree that run one behind the other: those of each nn.Sequential, and of those that stand in it. A sequence that
 * stands in several places has a run of its own, since what follows it differs.
 */
export function runsOf(root: AnyModule): Place[][] {
  const modules = root.namedModules();
  const stands = new Map<AnyModule, number>();
  for (const [, module] of modules) {
    for (const [, child] of module.submodules()) stands.set(child, (stands.get(child) ?? 0) + 1);
  }
  const continued = new Set<AnyModule>();
  const placesOf = (sequence: Sequential, path: string): Place[] =>
    sequence.submodules().flatMap(([own, module], index) => {
      const name = path === "" ? own : `${path}.${own}`;
      const isInner = runsPlainly(module) && stands.get(module) === 1;
      if (!isInner) return [{ list: sequence.modules as Module[], index, module, name }];
      continued.add(module);
      return placesOf(module, name);
    });
  // A holder comes before what it holds, so that a sequence is known to be part of another's run when its turn comes.
  return modules.flatMap(([name, module]) =>
    runsPlainly(module) && !continued.has(module) ? [placesOf(module, name)] : [],
  );
}

/** Whether a module does what nn.Sequential does, and is not watched either. */
const runsPlainly = (module: AnyModule): module is Sequential =>
  module instanceof Sequential && module.forward === Sequential.prototype.forward;
