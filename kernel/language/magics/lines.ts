import { isComplete } from "../completeness.ts";
import { parseCell } from "../parse.ts";
import { magicNamed } from "./catalogue.ts";
import { type Piece, maskOf, piecesOf } from "./interpolation.ts";
import { Mask } from "./mask.ts";
import { isKnown, namesFor } from "./names.ts";
import { timeitOptionsOf } from "./timeit-options.ts";

/** A line that is a magic: its mark or name, and where its argument lies. */
export interface MagicLine {
  kind: "line" | "cell" | "shell" | "inspect";
  /** Without its marks; of a command, empty. */
  name: string;
  start: number;
  /** Where the argument begins and ends; trimmed. */
  argument: number;
  end: number;
  /** The argument, cut at its expressions, of a magic that takes text. */
  pieces: Piece[];
}

const OPERATORS =
  /^(?:function|class|new|this|await|typeof|void|import|delete|super|true|false|null|async function)\b(?!-)/;

/** Whether a magic's argument is code that stays in its place. */
export const takesCode = (name: string): boolean => name === "time" || name === "timeit";

/**
 * The lines of a cell that are magics. One begins a statement at the top level: what is above it, with the magics there masked, is whole.
 * What TypeScript can read with names that it knows is TypeScript: `!done`, and `total` above `%rate`.
 */
export function findMagics(source: string, declared: ReadonlySet<string>): { lines: MagicLine[]; masked: string } {
  const mask = new Mask(source);
  const lines: MagicLine[] = [];
  const candidate = /^[ \t]*(?:%{1,2}[A-Za-z_]|!|\?|[\w$.%]+\?{1,2}[ \t;]*$).*$/gm;
  for (let found = candidate.exec(source); found; found = candidate.exec(source)) {
    const start = found.index + (/^[ \t]*/.exec(found[0])?.[0].length ?? 0);
    const above = mask.upTo(found.index);
    if (isComplete(above).status !== "complete") continue;
    const names = namesFor(declared, parseCell(above).program, above);
    const line = magicAt(source, start, above, names);
    if (!line) continue;
    lines.push(line);
    hide(mask, source, line);
    candidate.lastIndex = Math.max(line.end, candidate.lastIndex);
  }
  return { lines, masked: mask.toString() };
}

function magicAt(source: string, start: number, above: string, names: ReadonlySet<string>): MagicLine | undefined {
  const end = endOfLine(source, start);
  const text = source.slice(start, end);
  const magic = /^(?<marks>%{1,2})(?<name>[A-Za-z_]\w*)(?<gap>\s*)(?!\?)/.exec(text);
  const { marks = "", name = "", gap = "" } = magic?.groups ?? {};
  if (magic && !/^%{1,2}\w+\?{1,2}\s*$/.test(text)) {
    if (isKnown(name, names) && mayBeCode(`${above}${text}`)) return undefined;
    const argument = start + marks.length + name.length + gap.length;
    const pieces = magicNamed(name) && !takesCode(name) ? piecesOf(source, argument, end, names) : [];
    return { kind: marks === "%%" ? "cell" : "line", name, start, argument: Math.min(argument, end), end, pieces };
  }
  if (text.startsWith("!"))
    return isCode(text.slice(1).trimStart(), text, names) ? undefined : command(source, start, names);
  return inspection(source, start, end);
}

function command(source: string, start: number, names: ReadonlySet<string>): MagicLine {
  let end = endOfLine(source, start);
  while (source[end - 1] === "\\" && source.includes("\n", end)) end = endOfLine(source, source.indexOf("\n", end) + 1);
  const argument = start + 1;
  return { kind: "shell", name: "", start, argument, end, pieces: piecesOf(source, argument, end, names) };
}

/** `name?`, `name??` or `?name`, unless a conditional expression goes on below. */
function inspection(source: string, start: number, end: number): MagicLine | undefined {
  const text = source.slice(start, end);
  const {
    before,
    name = "",
    after,
  } = /^(?<before>\?{0,2})(?<name>%{0,2}[\w$]+(?:\.[\w$]+)*)(?<after>\?{0,2}) *;?$/.exec(text)?.groups ?? {};
  if (Boolean(before) === Boolean(after) || isConditional(source, start, end)) return undefined;
  const argument = start + (before?.length ?? 0);
  return { kind: "inspect", name, start, argument, end, pieces: [] };
}

function isConditional(source: string, start: number, end: number): boolean {
  if (source[start] === "?") return /^\s*:/.test(source.slice(end));
  for (let next = end; next < source.length;) {
    next = endOfLine(source, source.indexOf("\n", next) + 1 || source.length);
    const { status } = isComplete(source.slice(start, next));
    if (status !== "incomplete") return status === "complete";
  }
  return false;
}

function isCode(operand: string, text: string, names: ReadonlySet<string>): boolean {
  if (/^[(![]/.test(operand) || operand === "") return true;
  const name = /^[A-Za-z_$][\w$]*/.exec(operand)?.[0];
  const known = name === undefined ? !operand.startsWith("{") : OPERATORS.test(operand) || isKnown(name, names);
  return known && mayBeCode(text);
}

const mayBeCode = (text: string): boolean => isComplete(text).status !== "invalid";

function hide(mask: Mask, source: string, { name, start, argument, end, pieces, kind }: MagicLine): void {
  if (kind === "line" && takesCode(name)) {
    const options = name === "timeit" ? timeitOptionsOf(source.slice(argument, end)).length : 0;
    mask.blank(start, argument + options);
  } else if (kind === "inspect") {
    mask.blank(start, end);
  } else {
    mask.blank(start, argument);
    mask.replace(argument, end, maskOf(source, argument, end, pieces));
  }
}

/** The end of a line's text, without what is blank there. */
function endOfLine(source: string, start: number): number {
  const newline = source.indexOf("\n", start);
  return start + source.slice(start, newline === -1 ? source.length : newline).trimEnd().length;
}
