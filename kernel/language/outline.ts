import type { ImportDeclaration, Node, Program, Statement } from "oxc-parser";
import { declaredBy, varDeclarations } from "./declarations.ts";

/** A name that a cell declares, and how a later cell can refer to it in types. */
export interface Declaration {
  name: string;
  /** A variable keeps its kind; what else a cell declares is imported from it; an import is repeated as it was written. */
  form: "let" | "const" | "declaration" | { imported: string };
  /** The cell's own text already exports it. */
  exported: boolean;
}

/** What a cell declares at its top level, types included. */
export function outline(program: Program, source: string): Declaration[] {
  const hoisted = varDeclarations(program).flatMap(({ declaration }) =>
    variables(declaredBy(declaration), "let", false),
  );
  const all = [...hoisted, ...program.body.flatMap((statement) => declarationsOf(statement, source))];
  return [...new Map(all.map((one) => [one.name, one])).values()];
}

function declarationsOf(statement: Statement, source: string): Declaration[] {
  if (statement.type === "ExportNamedDeclaration" && statement.declaration)
    return declared(statement.declaration, true);
  if (statement.type === "ExportDefaultDeclaration") return declared(statement.declaration, false);
  if (statement.type === "ImportDeclaration") return imports(statement, source);
  return declared(statement, false);
}

function declared(node: Node, exported: boolean): Declaration[] {
  switch (node.type) {
    case "VariableDeclaration":
      return variables(declaredBy(node), node.kind === "const" ? "const" : "let", exported);
    case "FunctionDeclaration":
    case "TSDeclareFunction":
    case "ClassDeclaration":
    case "TSEnumDeclaration":
    case "TSTypeAliasDeclaration":
    case "TSInterfaceDeclaration":
    case "TSImportEqualsDeclaration":
      return node.id ? [{ name: node.id.name, form: "declaration", exported }] : [];
    case "TSModuleDeclaration":
      return node.id.type === "Identifier" && node.kind !== "global"
        ? [{ name: node.id.name, form: "declaration", exported }]
        : [];
    default:
      return [];
  }
}

const variables = (names: string[], form: "let" | "const", exported: boolean): Declaration[] =>
  names.map((name) => ({ name, form, exported }));

/** Each name by an import of its own, so that a later cell repeats only those that it does not declare itself. */
function imports(
  { specifiers, source: module, attributes, importKind }: ImportDeclaration,
  source: string,
): Declaration[] {
  const type = importKind === "type" ? "type " : "";
  const clause =
    attributes.length > 0 ? ` with { ${attributes.map(({ start, end }) => source.slice(start, end)).join()} }` : "";
  return specifiers.map((one) => {
    const text = source.slice(one.start, one.end).replaceAll(/\s+/g, " ");
    const names = one.type === "ImportSpecifier" ? `{ ${text} }` : text;
    return {
      name: one.local.name,
      form: { imported: `import ${type}${names} from ${module.raw}${clause};` },
      exported: true,
    };
  });
}
