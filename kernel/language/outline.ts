import type { Node, Program, Statement } from "oxc-parser";
import { declaredBy, varDeclarations } from "./declarations.ts";

/** A name that a cell declares, and how a later cell can refer to it in types. */
export interface Declaration {
  name: string;
  /** A variable keeps its kind; what else a cell declares or imports has an alias; an ambient statement, which is its own name, holds for all cells. */
  form: "let" | "const" | "declaration" | "ambient";
  /** The cell's own text already exports it. */
  exported: boolean;
}

const ORDER: Declaration["form"][] = ["const", "declaration", "let", "ambient"];

/** What a cell declares at its top level, types included. */
export function outline(program: Program, source: string): Declaration[] {
  const hoisted = varDeclarations(program).flatMap(({ declaration }) =>
    variables(declaredBy(declaration), "let", false),
  );
  const all = [...hoisted, ...program.body.flatMap((statement) => declarationsOf(statement, source))];
  const byName = new Map<string, Declaration>();
  // a constant that is also a type has an alias, which is both; one that can be assigned to is better known as a variable
  for (const one of all.toSorted((first, second) => ORDER.indexOf(first.form) - ORDER.indexOf(second.form)))
    byName.set(one.name, one);
  return [...byName.values()];
}

function declarationsOf(statement: Statement, source: string): Declaration[] {
  if (statement.type === "ExportNamedDeclaration" && statement.declaration)
    return declared(statement.declaration, true);
  if (statement.type === "ExportDefaultDeclaration") return declared(statement.declaration, false);
  if (isAmbient(statement))
    return [{ name: source.slice(statement.start, statement.end), form: "ambient", exported: true }];
  if (statement.type === "ImportDeclaration")
    return statement.specifiers.map(({ local }) => ({ name: local.name, form: "declaration", exported: false }));
  return declared(statement, false);
}

/** Whether a statement names nothing itself, but may add to what is declared elsewhere. */
function isAmbient(statement: Statement): boolean {
  if (statement.type === "ImportDeclaration") return statement.specifiers.length === 0;
  return statement.type === "TSModuleDeclaration" && (statement.kind === "global" || statement.id.type === "Literal");
}

/** That of `a` in a namespace a.b.c: only it is in scope. */
function firstName(name: Node): string {
  if (name.type === "TSQualifiedName") return firstName(name.left);
  return name.type === "Identifier" ? name.name : "";
}

function declared(node: Node, exported: boolean): Declaration[] {
  switch (node.type) {
    case "VariableDeclaration":
      return variables(declaredBy(node), node.kind === "let" || node.kind === "var" ? "let" : "const", exported);
    case "FunctionDeclaration":
    case "TSDeclareFunction":
    case "ClassDeclaration":
    case "TSEnumDeclaration":
    case "TSTypeAliasDeclaration":
    case "TSInterfaceDeclaration":
    case "TSImportEqualsDeclaration":
      return node.id ? [{ name: node.id.name, form: "declaration", exported }] : [];
    case "TSModuleDeclaration":
      return node.id.type === "Literal" ? [] : [{ name: firstName(node.id), form: "declaration", exported }];
    default:
      return [];
  }
}

const variables = (names: string[], form: "let" | "const", exported: boolean): Declaration[] =>
  names.map((name) => ({ name, form, exported }));
