import type { BindingPattern, Node, VariableDeclaration } from "oxc-parser";
import { children } from "../source/children.ts";

export type Kind = "var" | "let" | "const" | "function" | "class" | "import";

/** The names that a pattern binds. */
export function namesOf(pattern: BindingPattern | Node): string[] {
  switch (pattern.type) {
    case "Identifier":
      return [pattern.name];
    case "AssignmentPattern":
      return namesOf(pattern.left);
    case "RestElement":
      return namesOf(pattern.argument);
    case "ArrayPattern":
      return pattern.elements.flatMap((element) => (element ? namesOf(element) : []));
    case "ObjectPattern":
      return pattern.properties.flatMap((one) => namesOf(one.type === "RestElement" ? one.argument : one.value));
    default:
      return [];
  }
}

export const declaredBy = (declaration: VariableDeclaration): string[] =>
  declaration.declarations.flatMap(({ id }) => namesOf(id));

/** A `var` anywhere outside functions, and the node that it stands in. */
export interface VarDeclaration {
  declaration: VariableDeclaration;
  parent: Node;
}

export function varDeclarations(root: Node): VarDeclaration[] {
  const found: VarDeclaration[] = [];
  visit(root, root, found);
  return found;
}

function visit(node: Node, parent: Node, found: VarDeclaration[]): void {
  if (/Function|MethodDefinition|PropertyDefinition|StaticBlock/.test(node.type)) return;
  if (node.type === "VariableDeclaration" && node.kind === "var") found.push({ declaration: node, parent });
  for (const [child] of children(node)) visit(child, node, found);
}
