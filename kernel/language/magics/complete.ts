import { isComplete } from "../completeness.ts";
import type { Completions } from "../service/completion.ts";
import { MAGICS } from "./catalogue.ts";
import { findMagics, takesCode } from "./lines.ts";
import { cellMagicOf, takesText } from "./read.ts";

/** What may follow where a magic is typed; undefined where TypeScript completes, by the masked cell. */
export function completeMagic(
  source: string,
  offset: number,
  declared: Iterable<string> = [],
): Completions | undefined {
  const first = cellMagicOf(source);
  if (first && takesText(first) && offset > first.end) return nothing(offset);
  const lineStart = source.lastIndexOf("\n", offset - 1) + 1;
  const {
    before = "",
    marks = "",
    name,
  } = /^(?<before>[ \t]*)(?<marks>%{1,2})(?<name>\w*)$/.exec(source.slice(lineStart, offset))?.groups ?? {};
  const { lines, masked } = findMagics(source.slice(0, offset), new Set(declared));
  if (name !== undefined) {
    // above the line, which is no magic yet when it has no name
    if (isComplete(masked.slice(0, lineStart)).status !== "complete") return undefined;
    const start = lineStart + before.length;
    return offer(namesAfter(marks, source.slice(0, start).trim() === ""), start, source, offset);
  }
  const line = lines.find(({ start, end }) => start < offset && offset <= Math.max(end, offset) && start >= lineStart);
  if (!line || (line.kind === "line" && takesCode(line.name))) return undefined;
  const words = line.kind === "line" ? wordsOf(line.name) : [];
  return words.length > 0 ? offer(words, line.argument, source, offset) : nothing(offset);
}

function namesAfter(marks: string, isFirst: boolean): string[] {
  const cells = isFirst ? MAGICS.filter(({ forms }) => forms.includes("cell")).map(({ name }) => `%%${name}`) : [];
  const lines = marks === "%" ? MAGICS.filter(({ forms }) => forms.includes("line")).map(({ name }) => `%${name}`) : [];
  return [...lines, ...cells];
}

function wordsOf(magic: string): string[] {
  if (magic === "typecheck") return ["on", "warn", "off"];
  return magic === "help" ? MAGICS.map(({ name }) => name) : [];
}

function offer(words: string[], start: number, source: string, offset: number): Completions {
  const typed = source.slice(start, offset);
  const rest = /^\w*/.exec(source.slice(offset))?.[0].length ?? 0;
  const matches = words.filter((word) => word.startsWith(typed)).map((text) => ({ text, type: "magic" }));
  return { matches, start, end: offset + rest };
}

const nothing = (offset: number): Completions => ({ matches: [], start: offset, end: offset });
