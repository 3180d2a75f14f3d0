import { parseSync, type ParseResult, type Program } from "oxc-parser";
import type { Diagnostic } from "./diagnostics.ts";

/** A cell is a module: it may await and import at its top. */
export const parseCell = (source: string): ParseResult =>
  parseSync("cell.ts", source, { lang: "ts", sourceType: "module", showSemanticErrors: true });

export const parseJavaScript = (source: string): { program: Program; module: ParseResult["module"] } =>
  parseSync("cell.js", source, { lang: "js", sourceType: "module" });

/** What the parser refuses, where. */
export function syntaxErrors({ errors }: ParseResult): Diagnostic[] {
  return errors
    .filter((error) => error.severity === "Error")
    .map(({ message, helpMessage, labels }) => ({
      message: helpMessage ? `${message} (${helpMessage})` : message,
      start: labels[0]?.start ?? 0,
      end: labels[0]?.end ?? 0,
    }));
}
