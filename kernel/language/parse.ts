import { parseSync, type ParseResult, type Program } from "oxc-parser";
import type { Diagnostic } from "./diagnostics.ts";

/** A cell is a module: it may await and import at its top. */
export const parseCell = (source: string): ParseResult =>
  parseSync("cell.ts", source, { lang: "ts", sourceType: "module", showSemanticErrors: true });

export const parseJavaScript = (source: string): { program: Program; module: ParseResult["module"] } =>
  parseSync("cell.js", source, { lang: "js", sourceType: "module" });

/** An error of oxc's, from its parser or its transpiler. */
interface Complaint {
  severity: string;
  message: string;
  helpMessage: string | null;
  labels: { start: number; end: number }[];
}

/** What the parser or the transpiler refuses, where. */
export function syntaxErrors(errors: Complaint[]): Diagnostic[] {
  return errors
    .filter((error) => error.severity === "Error")
    .map(({ message, helpMessage, labels }) => ({
      message: helpMessage ? `${message} (${helpMessage})` : message,
      start: labels[0]?.start ?? 0,
      end: labels[0]?.end ?? 0,
    }));
}
