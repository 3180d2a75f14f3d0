import type { Script } from "../evaluator/protocol.ts";
import { type Diagnostic, syntaxErrors } from "../source/diagnostic.ts";
import { transpile } from "../source/transpile.ts";
import type { Kind } from "./declarations.ts";
import { importsOf } from "./local-files.ts";
import type { MagicAction } from "./magics/magic.ts";
import { readMagics } from "./magics/read.ts";
import { type Declaration, outline } from "./outline.ts";
import { parseCell } from "./parse.ts";
import { rewrite } from "./rewrite.ts";

/** A cell that the parser has taken. */
export interface Cell {
  /** What the user wrote. */
  source: string;
  /** The same without its magics, which TypeScript does not know, at the same places. */
  masked: string;
  javascript: string;
  /** Lead from the JavaScript back to the source. */
  maps: string[];
  declarations: Declaration[];
  /** The modules that it imports. */
  imports: string[];
  /** What its magics ask of the interpreter before it runs. */
  actions: MagicAction[];
}

/** What is wrong with a cell that cannot run. */
export interface Refused {
  ename: "SyntaxError" | "UsageError";
  errors: Diagnostic[];
}

const EXPORT =
  "expected what a module may have, received export =, which belongs to CommonJS; declare a variable: later cells see it";

/** Parses a cell and strips its types; or what is wrong with it, or with how it uses a magic. */
export function readCell(source: string, declared: ReadonlyMap<string, Kind>): Cell | Refused {
  const { masked, code, map: toMagics, actions, errors: misused } = readMagics(source, declared.keys());
  if (misused.length > 0) return { ename: "UsageError", errors: misused };
  const parsed = parseCell(masked);
  const unparsed = syntaxErrors(parsed.errors);
  if (unparsed.length > 0) return { ename: "SyntaxError", errors: unparsed };
  const exported = parsed.program.body.find(({ type }) => type === "TSExportAssignment");
  if (exported)
    return { ename: "SyntaxError", errors: [{ message: EXPORT, start: exported.start, end: exported.end }] };
  const { javascript, map, errors } = transpile("cell.ts", code);
  if (errors.length > 0) return { ename: "SyntaxError", errors };
  return {
    source,
    masked,
    javascript,
    maps: toMagics === undefined ? [map] : [map, toMagics],
    declarations: outline(parsed.program, masked),
    imports: importsOf(parsed.module),
    actions,
  };
}

/**
 * Makes a cell ready to run.
 *
 * @param number    under which it hands over its result
 * @param declared  what the cells before declared; what this one declares is added
 */
export function toScript(number: number, url: string, cell: Cell, declared: Map<string, Kind>): Script {
  const { source, javascript, maps, declarations } = cell;
  // an enum is lowered to a var, and must not continue a variable of that name
  for (const { name, form } of declarations) {
    if (form === "declaration" && declared.get(name) === "var") declared.set(name, "let");
  }
  const rewritten = rewrite(number, javascript, declared);
  for (const [name, kind] of rewritten.declared) declared.set(name, kind);
  return { url, javascript: rewritten.javascript, source, maps: [rewritten.map, ...maps] };
}
