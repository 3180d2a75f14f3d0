import { type Node, visitorKeys } from "oxc-parser";

/** The nodes right below a node, each with the key under which it stands. */
export function* children(node: Node): Generator<[child: Node, key: string]> {
  for (const key of visitorKeys[node.type] ?? []) {
    const value: unknown = Reflect.get(node, key);
    for (const one of Array.isArray(value) ? value : [value]) if (isNode(one)) yield [one, key];
  }
}

const isNode = (value: unknown): value is Node => typeof value === "object" && value !== null && "type" in value;
