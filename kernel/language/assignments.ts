import type { Node, Program } from "oxc-parser";
import { children } from "../source/children.ts";
import { declaredBy, namesOf, varDeclarations } from "./declarations.ts";

/** A place where code assigns to a variable of the cell's top level or of an earlier cell. */
export interface Assignment {
  name: string;
  start: number;
  end: number;
  /** In a pattern such as `({ name } = object)`, where the variable is the property's key, too. */
  shorthand: boolean;
}

/** Every assignment to a name that no function, block or class around it declares. */
export function assignments(program: Program): Assignment[] {
  const found: Assignment[] = [];
  for (const statement of program.body) visit(statement, new Set(), found);
  return found;
}

function visit(node: Node, outer: ReadonlySet<string>, found: Assignment[]): void {
  const own = namesWithin(node);
  const hidden = own.length > 0 ? new Set([...outer, ...own]) : outer;
  const target = targetOf(node);
  if (target) found.push(...assigned(target).filter(({ name }) => !hidden.has(name)));
  for (const [child] of children(node)) visit(child, hidden, found);
}

/** The names that a node declares for what is inside it. */
function namesWithin(node: Node): string[] {
  switch (node.type) {
    case "FunctionDeclaration":
    case "FunctionExpression":
    case "ArrowFunctionExpression":
      return [
        ...(node.id && node.type === "FunctionExpression" ? [node.id.name] : []),
        ...node.params.flatMap((parameter) => namesOf(parameter)),
        ...(node.body ? varsOf(node.body) : []),
      ];
    case "ClassDeclaration":
    case "ClassExpression":
      return node.id ? [node.id.name] : [];
    case "BlockStatement":
      return lexicalNames(node.body);
    case "StaticBlock":
      return [...node.body.flatMap(varsOf), ...lexicalNames(node.body)];
    case "SwitchStatement":
      return node.cases.flatMap((one) => lexicalNames(one.consequent));
    case "ForStatement":
      return lexicalNames([node.init]);
    case "ForInStatement":
    case "ForOfStatement":
      return lexicalNames([node.left]);
    case "CatchClause":
      return node.param ? namesOf(node.param) : [];
    default:
      return [];
  }
}

const varsOf = (node: Node): string[] => varDeclarations(node).flatMap(({ declaration }) => declaredBy(declaration));

function lexicalNames(nodes: (Node | null)[]): string[] {
  return nodes.flatMap((node) => {
    if (node?.type === "VariableDeclaration") return node.kind === "var" ? [] : declaredBy(node);
    const declares = node?.type === "FunctionDeclaration" || node?.type === "ClassDeclaration";
    return declares && node.id ? [node.id.name] : [];
  });
}

function targetOf(node: Node): Node | undefined {
  switch (node.type) {
    case "AssignmentExpression":
      return node.left;
    case "UpdateExpression":
      return node.argument;
    case "ForInStatement":
    case "ForOfStatement":
      return node.left.type === "VariableDeclaration" ? undefined : node.left;
    default:
      return undefined;
  }
}

/** The variables among what an assignment writes to. */
function assigned(target: Node, shorthand = false): Assignment[] {
  switch (target.type) {
    case "Identifier":
      return [{ name: target.name, start: target.start, end: target.end, shorthand }];
    case "ParenthesizedExpression":
      return assigned(target.expression);
    case "AssignmentPattern":
      return assigned(target.left, shorthand);
    case "RestElement":
      return assigned(target.argument);
    case "ArrayPattern":
      return target.elements.flatMap((element) => (element ? assigned(element) : []));
    case "ObjectPattern":
      return target.properties.flatMap((one) =>
        one.type === "RestElement" ? assigned(one.argument) : assigned(one.value, one.shorthand),
      );
    default:
      return [];
  }
}
