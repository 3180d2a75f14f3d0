import { refuse, show } from "../errors.ts";
import { Module, type AnyModule } from "./module.ts";

/** What is to stand in a module's place; undefined leaves it. */
export type Replacement = (module: AnyModule, name: string) => Module | undefined;

/**
 * Puts other modules in the place of those in a tree, wherever they stand: in fields, arrays or an nn.Sequential. What was
 * replaced is not disposed, and what stands in it is not looked at.
 *
 * @param by  is asked for each module below the root with its name, such as `features.3`
 * @returns   puts the first ones back
 * @throws  when the root is no module
 * @example
 * const network = new nn.Sequential(new nn.Conv2d(3, 8, 3), new nn.ReLU());
 * const putBack = nn.replace(network, (module) => (module instanceof nn.ReLU ? new nn.ReLU6() : undefined));
 * console.log(network.modules[1] instanceof nn.ReLU6); // true
 * putBack();
 */
export function replace(root: AnyModule, by: Replacement): () => void {
  if (!(root instanceof Module)) refuse("nn.replace", "an nn.Module", show(root), "give it the network itself");
  const others = new Map<AnyModule, Module | undefined>();
  const back: Array<() => void> = [];
  const visit = (parent: AnyModule, prefix: string): void => {
    for (const [name, child] of parent.submodules()) {
      const path = `${prefix}${name}`;
      if (!others.has(child)) {
        others.set(child, by(child, path));
        if (!others.get(child)) visit(child, `${path}.`);
      }
      const other = others.get(child);
      if (other) back.push(...exchange(parent, child, other));
    }
  };
  visit(root, "");
  return () => back.forEach((undo) => undo());
}

/** Sets every place where a module holds another, in its fields and the arrays in them; how to set them back. */
function exchange(holder: object, child: AnyModule, other: Module): Array<() => void> {
  return Object.entries(holder).flatMap(([key, value]) => {
    if (Array.isArray(value)) return exchange(value, child, other);
    if (value !== child) return [];
    Reflect.set(holder, key, other);
    return [() => void Reflect.set(holder, key, child)];
  });
}
