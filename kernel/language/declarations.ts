import { type BindingPattern, type Node, type Program, type VariableDeclaration, visitorKeys } from "oxc-parser";

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

export function varDeclarations(program: Program): VarDeclaration[] {
  const found: VarDeclaration[] = [];
  visit(program, program, found);
  return found;
}

function visit(node: Node, parent: Node, found: VarDeclaration[]): void {
  if (/Function|MethodDefinition|PropertyDefinition|StaticBlock/.test(node.type)) return;
  if (node.type === "VariableDeclaration" && node.kind === "var") found.push({ declaration: node, parent });
  for (const key of visitorKeys[node.type] ?? []) {
    const child: unknown = Reflect.get(node, key);
    for (const one of Array.isArray(child) ? child : [child]) if (isNode(one)) visit(one, node, found);
  }
}

const isNode = (value: unknown): value is Node => typeof value === "object" && value !== null && "type" in value;
