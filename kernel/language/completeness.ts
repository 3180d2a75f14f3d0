import { syntaxErrors } from "../source/diagnostic.ts";
import { parseCell } from "./parse.ts";

export interface Completeness {
  status: "complete" | "incomplete" | "invalid" | "unknown";
  indent?: string;
}

const INDENT = "  ";

/** Whether code is whole, by the parser: incomplete when what is missing would come after its end. */
export function isComplete(code: string): Completeness {
  const [error] = syntaxErrors(parseCell(code).errors);
  if (!error) return { status: "complete" };
  const end = code.trimEnd().length;
  const unterminated =
    /^Unterminated (?:multiline comment|template)/.test(error.message) || isOpenTemplate(code, error.start);
  if (error.start < end && !unterminated) return { status: "invalid" };
  return { status: "incomplete", indent: indentAfter(code) };
}

/** The parser calls a template that does not end a string that does not end. */
const isOpenTemplate = (code: string, start: number): boolean => code[start] === "`";

/** The last line's own indent, and one more after an open bracket. */
function indentAfter(code: string): string {
  const line = code.trimEnd().split("\n").at(-1) ?? "";
  const indent = /^\s*/.exec(line)?.[0] ?? "";
  return /[[({]\s*$/.test(line) ? indent + INDENT : indent;
}
