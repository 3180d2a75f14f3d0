import { syntaxErrors } from "../../source/diagnostic.ts";
import { isComplete } from "../completeness.ts";
import { parseCell } from "../parse.ts";
import { magicNamed } from "./catalogue.ts";
import { compile } from "./compile.ts";
import { call, Compilation } from "./compilation.ts";
import { findMagics, type MagicLine } from "./lines.ts";
import type { CellMagics } from "./magic.ts";
import { blanks } from "./mask.ts";
import { suggestionFor } from "./suggestion.ts";
import { timeitCell } from "./timing.ts";

const MAY_HAVE_MAGICS = /^[ \t]*(?:[%!?]|[\w$.%]+\?{1,2}[ \t;]*$)|=[ \t]*!/m;
/** What IPython makes of an assignment: the output of a command. */
const CAPTURE = /^[ \t]*(?:(?:const|let|var)[ \t]+)?[\w$]+[ \t]*=[ \t]*!(?<command>.*)$/gm;
const TEXT_CELLS = new Set(["writefile", "html", "markdown"]);

/**
 * Reads the magics of a cell: what they hide from TypeScript, what runs in their place, and what the interpreter does for them.
 *
 * @param declared  the names that earlier cells declared
 */
export function readMagics(source: string, declared: Iterable<string> = []): CellMagics {
  if (!MAY_HAVE_MAGICS.test(source)) return { masked: source, code: source, actions: [], errors: [] };
  const names = new Set(declared);
  const first = cellMagicOf(source);
  if (first && takesText(first)) return readTextCell(source, first);
  if (first?.name === "timeit") return readTimedCell(source, first, names);
  const { lines, masked } = findMagics(source, names);
  const compilation = new Compilation(source, masked, names);
  const broken = syntaxErrors(parseCell(masked).errors).length > 0;
  for (const line of lines) {
    const problem = problemOf(line, first);
    if (problem !== undefined) compilation.refuse(line, problem);
    else if (!broken) compile(line, compilation);
  }
  if (broken) refuseCaptures(compilation);
  return compilation.result();
}

/** Whether the rest of the cell is text to a magic that begins it, and no code. */
export const takesText = ({ name }: MagicLine): boolean => TEXT_CELLS.has(name);

/** The magic that a cell begins with, if it is one that takes the cell. */
export function cellMagicOf(source: string): MagicLine | undefined {
  const found = /^\s*(?<magic>%%(?<name>[A-Za-z_]\w*)(?!\w*\?)[ \t]*)(?<argument>.*)/.exec(source);
  const { magic = "", name = "", argument = "" } = found?.groups ?? {};
  if (!found) return undefined;
  const start = found[0].length - magic.length - argument.length;
  const end = start + magic.length + argument.trimEnd().length;
  return { kind: "cell", name, start, argument: Math.min(start + magic.length, end), end, pieces: [] };
}

function readTextCell(source: string, line: MagicLine): CellMagics {
  const compilation = new Compilation(source, blanks(source), new Set());
  const argument = source.slice(line.argument, line.end);
  const text = source.slice(source.indexOf("\n", line.start) + 1 || source.length);
  const { append, path } = /^(?<append>-a\s+)?(?<path>.*)$/.exec(argument)?.groups ?? {};
  if (line.name === "writefile" && !path) {
    compilation.refuse(line, "%%writefile: expected the path of a file: %%writefile [-a] PATH");
  } else if (line.name !== "writefile" && argument) {
    compilation.refuse(
      line,
      `%%${line.name}: expected nothing after it, since it shows the cell below; received "${argument}"`,
    );
  } else {
    const shown =
      line.name === "writefile"
        ? [path, lined(text), append !== undefined]
        : [{ [`text/${line.name}`]: text, "text/plain": text }];
    const magic = line.name === "writefile" ? "writeFile" : "show";
    compilation.code.overwrite(
      0,
      source.length,
      `await ${call(magic)}(${shown.map((one) => JSON.stringify(one)).join(", ")});`,
    );
  }
  return compilation.result();
}

/** The last line of a file ends, though that of a cell does not. */
const lined = (text: string): string => (text === "" || text.endsWith("\n") ? text : `${text}\n`);

function readTimedCell(source: string, line: MagicLine, names: ReadonlySet<string>): CellMagics {
  const head = blanks(source.slice(0, line.start));
  const masked = `${head}{${blanks(source.slice(line.start + 1, line.end))}${source.slice(line.end)}\n}`;
  const compilation = new Compilation(source, masked, names);
  if (syntaxErrors(parseCell(masked).errors).length === 0) timeitCell(line, compilation);
  return compilation.result();
}

/** Says of a line that TypeScript cannot read how a command's output comes into a variable. */
function refuseCaptures(compilation: Compilation): void {
  const { masked } = compilation;
  for (const { 0: text, index, groups } of masked.matchAll(CAPTURE)) {
    if (isComplete(text).status !== "invalid" || isComplete(masked.slice(0, index)).status !== "complete") continue;
    const command = JSON.stringify(groups?.command?.trim());
    compilation.refuse(
      { start: index + text.search(/\S/), end: index + text.trimEnd().length },
      `expected !command on a line of its own, received an assignment; import { execSync } from "node:child_process" and assign execSync(${command}, { encoding: "utf8" })`,
    );
  }
}

/** What is wrong with a magic before one looks at its argument. */
function problemOf({ kind, name, start }: MagicLine, first: MagicLine | undefined): string | undefined {
  if (kind === "shell" || kind === "inspect") return undefined;
  const magic = magicNamed(name);
  const marks = kind === "cell" ? "%%" : "%";
  if (!magic || !magic.forms.includes(kind)) return `there is no magic ${marks}${name}: ${suggestionFor(name, kind)}`;
  if (kind === "cell" && start !== first?.start) return `expected ${marks}${name} to be the first line of its cell`;
  return undefined;
}
