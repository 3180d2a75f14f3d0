import MagicString from "magic-string";
import type { ImportDeclaration, Node, Program, Statement, VariableDeclaration } from "oxc-parser";
import { declaredBy, type Kind, varDeclarations, type VarDeclaration } from "./declarations.ts";
import { parseJavaScript } from "./parse.ts";
import { RUNTIME } from "./runtime-name.ts";

export interface Rewritten {
  javascript: string;
  map: string;
  declared: Map<string, Kind>;
}

/**
 * Rewrites a cell's JavaScript for V8's REPL mode, in which only `let` may be declared again by a later cell: every declaration of the
 * top level becomes a `let`, functions and imports are hoisted, imports go through the evaluator, the last expression becomes the result.
 *
 * @param number   the cell's, under which it hands over its result
 * @param earlier  what the cells before declared
 */
export function rewrite(number: number, javascript: string, earlier: ReadonlyMap<string, Kind>): Rewritten {
  const { program, module } = parseJavaScript(javascript);
  const code = new MagicString(javascript);
  const declared = new Map<string, Kind>();
  const cell: Cell = { code, javascript, earlier, declared };

  if (program.hashbang) code.remove(program.hashbang.start, program.hashbang.end);
  for (const { start } of module.dynamicImports) code.overwrite(start, start + "import".length, `${RUNTIME}.import`);
  for (const { start, end } of module.importMetas) code.overwrite(start, end, `${RUNTIME}.meta`);
  for (const found of varDeclarations(program)) assignInsteadOfVar(cell, found);
  const hoistedVars = [...declared.keys()].filter((name) => earlier.get(name) !== "var");

  showLastExpression(cell, number, program);
  let hoistTo: number | undefined;
  for (const statement of program.body) {
    const hoisted = rewriteStatement(cell, statement);
    if (!hoisted) hoistTo ??= statement.start;
    else if (hoistTo !== undefined) code.move(statement.start, statement.end, hoistTo);
  }
  code.prepend(`"use strict";${hoistedVars.length > 0 ? `let ${hoistedVars.join(",")};` : ""}`);
  return { javascript: code.toString(), map: code.generateMap({ hires: "boundary" }).toString(), declared };
}

interface Cell {
  code: MagicString;
  javascript: string;
  earlier: ReadonlyMap<string, Kind>;
  declared: Map<string, Kind>;
}

/** True when the statement takes effect before the others of the cell, as functions and imports do. */
function rewriteStatement(cell: Cell, statement: Statement): boolean {
  const { code, declared } = cell;
  switch (statement.type) {
    case "ImportDeclaration":
      code.overwrite(statement.start, statement.end, importing(cell, statement));
      return true;
    case "FunctionDeclaration":
      if (statement.id) {
        declared.set(statement.id.name, "function");
        // an anonymous function takes the variable's name, and a call of itself sees what the variable holds
        code.prependRight(statement.start, `let ${statement.id.name} = `);
        code.remove(statement.id.start, statement.id.end);
        code.appendLeft(statement.end, ";");
      }
      return true;
    case "ClassDeclaration":
      if (statement.id) {
        declared.set(statement.id.name, "class");
        code.prependRight(statement.start, `let ${statement.id.name} = `);
        code.appendLeft(statement.end, ";");
      }
      return false;
    case "VariableDeclaration":
      if (statement.kind !== "var") letInstead(cell, statement);
      return false;
    case "ExportNamedDeclaration":
      return withoutExport(cell, statement, statement.declaration, statement.source?.value);
    case "ExportDefaultDeclaration":
      return withoutExport(cell, statement, statement.declaration);
    case "ExportAllDeclaration":
      return withoutExport(cell, statement, null, statement.source.value);
    default:
      return false;
  }
}

/** A cell exports all that it declares; what it re-exports it only imports. */
function withoutExport(cell: Cell, statement: Statement, declaration: Node | null, source?: string): boolean {
  if (!declaration) {
    const instead = source === undefined ? "" : `await ${RUNTIME}.import(${JSON.stringify(source)});`;
    cell.code.overwrite(statement.start, statement.end, instead || ";");
    return false;
  }
  cell.code.remove(statement.start, declaration.start);
  if ("id" in declaration && declaration.id === null) {
    cell.code.prependRight(declaration.start, "(").appendLeft(declaration.end, ");");
  } else if (declaration.type.endsWith("Declaration")) rewriteStatement(cell, declaration as Statement);
  return false;
}

function letInstead({ code, declared }: Cell, declaration: VariableDeclaration): void {
  for (const name of declaredBy(declaration)) declared.set(name, declaration.kind === "let" ? "let" : "const");
  code.overwrite(declaration.start, declaration.start + declaration.kind.length, "let");
}

function assignInsteadOfVar({ code, declared }: Cell, { declaration, parent }: VarDeclaration): void {
  for (const name of declaredBy(declaration)) declared.set(name, "var");
  const [first, ...others] = declaration.declarations;
  if (!first) return;
  const inFor = parent.type.startsWith("For") && !("body" in parent && parent.body === declaration);
  const keepsTarget = /^For(?:In|Of)/.test(parent.type) && inFor;
  code.remove(declaration.start, first.start);
  for (const { id, init } of [first, ...others]) if (!init && !keepsTarget) code.overwrite(id.start, id.end, "0");
  if (!inFor) {
    // `void` cannot join the line before it, as a bracket would
    code.prependRight(first.start, "void (");
    code.appendLeft(declaration.declarations.at(-1)?.end ?? first.end, ")");
  }
}

function showLastExpression({ code }: Cell, number: number, program: Program): void {
  const last = program.body.findLast((one) => one.type !== "EmptyStatement" && one.type !== "FunctionDeclaration");
  const isDefault = last?.type === "ExportDefaultDeclaration" && !last.declaration.type.endsWith("Declaration");
  const expression = last?.type === "ExpressionStatement" ? last.expression : isDefault ? last.declaration : undefined;
  if (!expression) return;
  code.prependRight(expression.start, `await ${RUNTIME}.result(${number},(`);
  code.appendLeft(expression.end, "))");
}

function importing({ earlier, declared }: Cell, { source, specifiers, attributes }: ImportDeclaration): string {
  const specifier = JSON.stringify(source.value);
  const options =
    attributes.length > 0
      ? `,{with:{${attributes.map(({ key, value }) => `${"name" in key ? key.name : key.raw}:${value.raw}`).join()}}}`
      : "";
  const module = `await ${RUNTIME}.import(${specifier}${options})`;
  const bound: string[] = [];
  const copied: string[] = [];
  for (const one of specifiers) {
    const name = JSON.stringify(exportedName(one));
    const known = earlier.get(one.local.name);
    // V8 keeps a variable that an earlier cell declared in front of any property of the global object
    if (known === undefined || known === "import") bound.push(`${one.local.name}:${name}`);
    else copied.push(`let ${one.local.name}=${RUNTIME}.copy(${specifier},${module},${name});`);
    declared.set(one.local.name, known === undefined || known === "import" ? "import" : "let");
  }
  const first = bound.length > 0 ? `${RUNTIME}.bind(${specifier},${module},{${bound.join()}});` : `${module};`;
  return first + copied.join("");
}

function exportedName(one: ImportDeclaration["specifiers"][number]): string {
  if (one.type === "ImportDefaultSpecifier") return "default";
  if (one.type === "ImportNamespaceSpecifier") return "*";
  return one.imported.type === "Identifier" ? one.imported.name : one.imported.value;
}
