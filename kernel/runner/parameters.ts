import { parseSync, type Expression, type VariableDeclaration, type VariableDeclarator } from "oxc-parser";
import { hasTag, type CodeCell, type Notebook } from "./nbformat/notebook.ts";
import { Refusal } from "../refusal.ts";

/** Values for a notebook's parameters, by name. */
export type Parameters = ReadonlyMap<string, unknown>;

/**
 * Reads `name=value`; a value that is not JSON is a plain string.
 * @throws Refusal  when there is no `=`, the name is not an identifier, or a number is too large to be one
 */
export function parseParameter(argument: string): [name: string, value: unknown] {
  const { name, text } = /^(?<name>[\p{ID_Start}$_][\p{ID_Continue}$]*)=(?<text>.*)$/su.exec(argument)?.groups ?? {};
  if (name === undefined || text === undefined) {
    const remedy = `-p n=3, -p 'name="text"' or -p 'sizes=[3, 5]'`;
    throw new Refusal(`-p: expected name=value, received "${argument}"; write for example ${remedy}`);
  }
  try {
    return [name, JSON.parse(text, finite)];
  } catch (error) {
    if (error instanceof Refusal) throw error;
    return [name, text];
  }
}

/** JSON.parse makes Infinity of 1e999, which JSON.stringify would write as null. */
function finite(_key: string, value: unknown): unknown {
  if (value !== Infinity && value !== -Infinity) return value;
  const largest = Number.MAX_VALUE.toExponential();
  throw new Refusal(`-p: expected numbers up to ±${largest}, received a larger one; use one of these, or a string`);
}

/** Whether a cell of a notebook says which parameters it has. */
export const hasParameters = ({ cells }: Notebook): boolean => cells.some(isDeclaring);

const isDeclaring = (cell: Notebook["cells"][number]): cell is CodeCell =>
  cell.cell_type === "code" && hasTag(cell, "parameters");

/**
 * Puts papermill's cell of injected parameters into a notebook: after the cell tagged `parameters`, else first; a former one is replaced.
 * Each name is declared again with the type that the parameters cell gives it, so that the kernel's type check judges the value.
 *
 * @throws Refusal  when a name is not declared in the parameters cell, or its type cannot be told from there
 */
export function injectParameters(notebook: Notebook, parameters: Parameters): void {
  const { cells } = notebook;
  const declaring = cells.find(isDeclaring);
  const declare = declaring === undefined ? (name: string) => `let ${name}` : declarations(declaring.source);
  const lines = [...parameters].map(([name, value]) => `${declare(name)} = ${JSON.stringify(value)};`);
  const injected: CodeCell = {
    cell_type: "code",
    id: INJECTED,
    metadata: { tags: [INJECTED] },
    source: ["// Parameters", ...lines].join("\n"),
    execution_count: null,
    outputs: [],
  };
  const former = cells.findIndex((cell) => hasTag(cell, INJECTED));
  if (former >= 0) cells[former] = { ...injected, id: cells[former]!.id };
  else cells.splice(declaring === undefined ? 0 : cells.indexOf(declaring) + 1, 0, injected);
}

const INJECTED = "injected-parameters";

/** The parameter that stands in a line of the injected cell, counted from 1. */
export const parameterAt = (cell: CodeCell, line: number | undefined): string | undefined =>
  hasTag(cell, INJECTED) && line !== undefined ? cell.source.split("\n")[line - 1] : undefined;

/** How each variable of the parameters cell is declared again: its keyword, name and type. */
function declarations(source: string): (name: string) => string {
  const { body } = parseSync("parameters.ts", source).program;
  const declared = new Map<string, { kind: VariableDeclaration["kind"]; declarator: VariableDeclarator }>();
  for (const statement of body) {
    const declaration = statement.type === "ExportNamedDeclaration" ? statement.declaration : statement;
    if (declaration?.type !== "VariableDeclaration") continue;
    for (const declarator of declaration.declarations) {
      if (declarator.id.type === "Identifier") declared.set(declarator.id.name, { kind: declaration.kind, declarator });
    }
  }
  return (name) => {
    const found = declared.get(name);
    if (found === undefined) {
      const names = [...declared.keys()].join(", ") || "nothing";
      throw new Refusal(`-p: expected a parameter that the notebook declares, received ${name}; declared: ${names}`);
    }
    return `${found.kind} ${name}: ${typeOf(name, found.declarator, source)}`;
  };
}

function typeOf(name: string, { id, init }: VariableDeclarator, source: string): string {
  const annotation = id.typeAnnotation?.typeAnnotation;
  const type = annotation ? source.slice(annotation.start, annotation.end) : literalType(init);
  if (type === undefined) {
    const remedy = `annotate it in the parameters cell, as in: let ${name}: number[] = …`;
    throw new Refusal(`-p: expected a parameter whose declaration shows its type, received ${name}; ${remedy}`);
  }
  return type;
}

/** The widened type of a literal, or of a list of equal ones. */
function literalType(value: Expression | null): string | undefined {
  switch (value?.type) {
    case "Literal":
      return ["number", "string", "boolean"].find((type) => type === typeof value.value);
    case "TemplateLiteral":
      return "string";
    case "UnaryExpression":
      return value.operator === "-" ? literalType(value.argument) : undefined;
    case "ArrayExpression": {
      const types = new Set(
        value.elements.map((item) => (item?.type === "SpreadElement" ? undefined : literalType(item))),
      );
      const [type] = types;
      return types.size === 1 && type !== undefined ? `${type}[]` : undefined;
    }
    default:
      return undefined;
  }
}
