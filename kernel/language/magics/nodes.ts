import { type Node, visitorKeys } from "oxc-parser";

/** The nodes right below one. */
export function childrenOf(node: Node): Node[] {
  return (visitorKeys[node.type] ?? []).flatMap((key) => {
    const child: unknown = Reflect.get(node, key);
    return (Array.isArray(child) ? child : [child]).filter(isNode);
  });
}

/** Whether code awaits by itself, not in a function of its own. */
export function awaits(node: Node): boolean {
  if (node.type === "AwaitExpression" || (node.type === "ForOfStatement" && node.await)) return true;
  if (/Function|MethodDefinition|PropertyDefinition|StaticBlock/.test(node.type)) return false;
  return childrenOf(node).some(awaits);
}

const isNode = (value: unknown): value is Node => typeof value === "object" && value !== null && "type" in value;
