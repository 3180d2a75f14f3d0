import { parseSync, type ParseResult, type Program, type Severity } from "oxc-parser";
import { tooDeepAt } from "./nesting.ts";

/** A cell is a module: it may await and import at its top. */
export function parseCell(source: string): ParseResult {
  const at = tooDeepAt(source);
  if (at === undefined) return parse(source);
  const { program, module, comments } = parse("");
  const label = { message: null, start: at, end: at + 1 };
  const message = "The code is nested too deeply; split it into several statements";
  const error = { severity: "Error" as Severity, message, helpMessage: null, labels: [label], codeframe: null };
  return { program, module, comments, errors: [error] };
}

const parse = (source: string): ParseResult =>
  parseSync("cell.ts", source, { lang: "ts", sourceType: "module", showSemanticErrors: true });

export const parseJavaScript = (source: string): { program: Program; module: ParseResult["module"] } =>
  parseSync("cell.js", source, { lang: "js", sourceType: "module" });
