import MagicString from "magic-string";
import type { ImportDeclaration, Node, Program, Statement, VariableDeclaration } from "oxc-parser";
import { assignments } from "./assignments.ts";
import { declaredBy, type Kind, namesOf, varDeclarations, type VarDeclaration } from "./declarations.ts";
import { parseJavaScript } from "./parse.ts";
import { RUNTIME } from "../evaluator/runtime-name.ts";

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
  const scoped = program.body.find(isUsing)?.start ?? Infinity;
  const cell: Cell = { code, earlier, declared, hoisted: [], scoped };

  if (program.hashbang) code.remove(program.hashbang.start, program.hashbang.end);
  for (const { start } of module.dynamicImports) code.overwrite(start, start + "import".length, `${RUNTIME}.import`);
  for (const { start, end } of module.importMetas) code.overwrite(start, end, `${RUNTIME}.meta`);
  for (const found of varDeclarations(program)) assignInstead(cell, found);
  cell.hoisted.push(...[...declared.keys()].filter((name) => earlier.get(name) !== "var"));
  showLastExpression(cell, number, program);
  let hoistTo: number | undefined;
  for (const statement of program.body) {
    const hoisted = rewriteStatement(cell, statement);
    if (!hoisted) hoistTo ??= statement.start;
    else if (hoistTo !== undefined) code.move(statement.start, statement.end, hoistTo);
  }
  if (scoped !== Infinity) code.prependRight(scoped, "{").append("\n}");
  refuseToAssignConstants(cell, program);
  code.prepend(`"use strict";${cell.hoisted.length > 0 ? `let ${cell.hoisted.join(",")};` : ""}`);
  return { javascript: code.toString(), map: code.generateMap({ hires: "boundary" }).toString(), declared };
}

interface Cell {
  code: MagicString;
  earlier: ReadonlyMap<string, Kind>;
  declared: Map<string, Kind>;
  /** What is declared in front of all else, and only assigned in its place. */
  hoisted: string[];
  /** From where on the cell is a block, at whose end V8 disposes what it is `using`. */
  scoped: number;
}

const isUsing = (statement: Statement): boolean =>
  statement.type === "VariableDeclaration" && statement.kind.endsWith("using");

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
        code.prependRight(statement.start, `${declaring(cell, statement, [statement.id.name])}${statement.id.name} = `);
        code.appendLeft(statement.end, ";");
      }
      return false;
    case "VariableDeclaration":
      if (isUsing(statement)) useInBlock(cell, statement);
      else if (statement.kind !== "var") letInstead(cell, statement);
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
    return false;
  }
  return declaration.type.endsWith("Declaration") && rewriteStatement(cell, declaration as Statement);
}

/** The keyword that declares names where a statement stands; none in a block, which later cells do not see into. */
function declaring({ hoisted, scoped }: Cell, { start }: Node, names: string[]): string {
  if (start < scoped) return "let ";
  hoisted.push(...names);
  return "";
}

function letInstead(cell: Cell, declaration: VariableDeclaration): void {
  const names = declaredBy(declaration);
  for (const name of names) cell.declared.set(name, declaration.kind === "let" ? "let" : "const");
  if (declaring(cell, declaration, names) === "") assignInstead(cell, { declaration, parent: declaration });
  else cell.code.overwrite(declaration.start, declaration.start + declaration.kind.length, "let");
}

/** The block's own variable is what V8 disposes; the cell's stays readable. */
function useInBlock(cell: Cell, declaration: VariableDeclaration): void {
  const names = declaredBy(declaration);
  declaring(cell, declaration, names);
  for (const name of names) cell.declared.set(name, "const");
  for (const { id } of declaration.declarations) cell.code.prependRight(id.start, `${RUNTIME}_${namesOf(id)[0]} = `);
}

function assignInstead({ code, declared }: Cell, { declaration, parent }: VarDeclaration): void {
  if (declaration.kind === "var") for (const name of declaredBy(declaration)) declared.set(name, "var");
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

/** An assignment to a constant runs into a setter that throws, after what is assigned was computed. */
function refuseToAssignConstants({ code, earlier, declared }: Cell, program: Program): void {
  for (const { name, start, end, shorthand } of assignments(program)) {
    if ((declared.get(name) ?? earlier.get(name)) !== "const") continue;
    const message = JSON.stringify(`Assignment to constant variable: '${name}'`);
    const refusing = `{get ${RUNTIME}(){return ${name}},set ${RUNTIME}(_){throw new TypeError(${message})}}`;
    code.update(start, end, `${shorthand ? `${name}:` : ""}(${refusing}).${RUNTIME}`);
  }
}

function showLastExpression({ code }: Cell, number: number, program: Program): void {
  const last = program.body.findLast((one) => !isSilent(one));
  const isDefault = last?.type === "ExportDefaultDeclaration" && !last.declaration.type.endsWith("Declaration");
  const expression = last?.type === "ExpressionStatement" ? last.expression : isDefault ? last.declaration : undefined;
  if (!expression) return;
  code.prependRight(expression.start, `await ${RUNTIME}.result(${number},(`);
  code.appendLeft(expression.end, "))");
}

/** Whether nothing happens where a statement stands, as in the `export {}` that is left of a cell's types. */
function isSilent(statement: Statement): boolean {
  if (statement.type === "ExportNamedDeclaration") return !statement.declaration && !statement.source;
  return statement.type === "EmptyStatement" || statement.type === "FunctionDeclaration";
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
    declared.set(one.local.name, known === undefined || known === "import" ? "import" : "const");
  }
  const first = bound.length > 0 ? `${RUNTIME}.bind(${specifier},${module},{${bound.join()}});` : `${module};`;
  return first + copied.join("");
}

function exportedName(one: ImportDeclaration["specifiers"][number]): string {
  if (one.type === "ImportDefaultSpecifier") return "default";
  if (one.type === "ImportNamespaceSpecifier") return "*";
  return one.imported.type === "Identifier" ? one.imported.name : one.imported.value;
}
