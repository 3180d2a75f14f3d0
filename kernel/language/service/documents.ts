import { displayName } from "../../source/place.ts";
import { type Declaration, outline } from "../outline.ts";
import { parseCell } from "../parse.ts";
import { HIDDEN_LINES, type Position } from "./position.ts";

/** A cell as the language service sees it. */
export interface ServedCell {
  /** No other cell has it. */
  number: number;
  /** Under which it runs, and which readers know it by. */
  url: string;
  source: string;
  declarations: Declaration[];
  /** The modules that it imports. */
  imports: string[];
}

interface Placed {
  cell: ServedCell;
  slot: number;
  /** The cells whose names it uses. */
  refers: Set<Placed>;
  /** How many names stand for its declarations, and how many cells refer to it. */
  uses: number;
}

const PREFIX = "notebook-cell";
export const DRAFT = `${PREFIX}-draft.ts`;
/** Through which each of the others reaches all of them. */
export const ALL = `${PREFIX}s.ts`;
/** The declarations of what the kernel adds to the globals of Node. */
export const GLOBALS = "notebook-globals.d.ts";
/** Matches the documents that are made here. */
export const DOCUMENTS = `${PREFIX}*.ts`;

const CELLS = "__cells";
/** Whether a name is one of this file's own, which nobody must see. */
export const isHidden = (name: string): boolean => name.startsWith(CELLS) || name.includes(PREFIX);

/**
 * Each document imports the same single module, so that the server need not build its program anew when a cell comes: it does so whenever
 * a document appears or imports something else, or two have changed, which takes as long as all else together. For the same reason a
 * document that is left keeps its text until another cell takes it.
 */
const COMMON = `import * as ${CELLS} from "./${ALL}"; `;
const EMPTY = `${COMMON}\nexport {};`;
/** Two, so that a cell that is run again gets another document, and with it another look at what it imports. */
const SPARE = 2;
/** How many are made at once when a cell waits for one. */
const STEP = 4;
/** With fewer free ones, more are wanted. */
const FEW = 8;
/** As many as most notebooks have cells that declare something. */
const ENOUGH = 32;

/**
 * The documents that stand for cells, beside the notebook, none ever written: a hidden first line declares what the cell's text mentions
 * of earlier cells, a hidden last line exports what it declares itself. A cell leaves its document to another as soon as nothing can refer to it.
 */
export class Documents {
  /** Texts by file name. */
  readonly texts = new Map<string, string>();
  private readonly declared = new Map<string, { placed: Placed; declaration: Declaration }>();
  private readonly placed = new Map<number, Placed>();
  private readonly free: number[] = [];
  /** Those that no cell can refer to yet. */
  private readonly coming: number[] = [];
  private slots = 0;

  /** Gives a cell a document, and its file's name. */
  place(cell: ServedCell): string {
    const own = new Set(cell.declarations.map(({ name }) => name));
    const { line, refers } = this.header(cell.source, (name) => !own.has(name));
    const placed = { cell, slot: this.take(), refers, uses: 0 };
    for (const one of refers) one.uses++;
    this.placed.set(cell.number, placed);
    // a line for the shell may only be the first, and here is none
    const text = cell.source.replace(/^#!/, "//");
    this.texts.set(fileOf(placed.slot), [line, text, footer(cell.declarations)].join("\n"));
    return fileOf(placed.slot);
  }

  /** Lets later cells see what a cell declares, in the place of what earlier ones did. */
  keep(cell: ServedCell): void {
    if (!this.placed.has(cell.number)) this.place(cell);
    const placed = this.placed.get(cell.number);
    if (!placed) return;
    placed.uses++;
    for (const declaration of cell.declarations) {
      placed.uses++;
      const before = this.declared.get(declaration.name);
      this.declared.set(declaration.name, { placed, declaration });
      if (before) this.leave(before.placed);
    }
    this.leave(placed);
  }

  /** Forgets a cell that does not run. */
  discard(number: number): void {
    const placed = this.placed.get(number);
    if (placed?.uses !== 0) return;
    this.release(placed);
    // the same text in the same document would not have its imports looked up again
    if (placed.cell.imports.length > 0) this.texts.set(fileOf(placed.slot), EMPTY);
  }

  /** Forgets every cell. */
  forget(): void {
    this.declared.clear();
    for (const placed of this.placed.values()) this.release(placed);
  }

  /** Makes the draft of a code that is being written, in which the names of earlier cells that begin with a prefix may come next. */
  draft(source: string, prefix?: string): string {
    const coming = prefix === undefined ? [] : [...this.declared.keys()].filter((name) => name.startsWith(prefix));
    const own = declaredIn(source);
    const { line } = this.header([source, ...coming].join(" "), (name) => !own.has(name));
    this.texts.set(DRAFT, `${line}\n${source}`);
    return DRAFT;
  }

  /** Ends a draft that would change what other documents see. */
  endDraft(): void {
    if (/\bdeclare\s+(?:global|module)\b/.test(this.texts.get(DRAFT) ?? "")) this.texts.set(DRAFT, EMPTY);
  }

  /** The cell that a document stands for. */
  cellIn(file: string): ServedCell | undefined {
    return [...this.placed.values()].find(({ slot }) => fileOf(slot) === file)?.cell;
  }

  /** Where the draft's hidden line names a variable of an earlier cell. */
  originInDraft(name: string): Position | undefined {
    const [line = ""] = this.texts.get(DRAFT)?.split("\n", HIDDEN_LINES) ?? [];
    const found = this.declared.get(name);
    const reference = found && referTo(found.placed.slot, found.declaration);
    const start = reference === undefined ? -1 : line.indexOf(reference);
    return start < 0 || !reference ? undefined : { line: 0, character: start + reference.lastIndexOf(name) };
  }

  /** TypeScript's words without the names that only this file gives. */
  readable(text: string): string {
    return text
      .replaceAll(
        /(?:typeof )?import\("[^"]*?(?<file>notebook-cell[\w-]*)(?:\.ts)?"\)(?:\.(?<name>[\w$]+))?/g,
        (...found) => {
          const { file, name } = found.at(-1) as { file: string; name?: string };
          const cell = this.cellIn(`${file}.ts`);
          const from = cell ? displayName(cell.url) : "this cell";
          return name === undefined ? from : `${name} (${from})`;
        },
      )
      .replaceAll(/^\(alias\) /gm, "")
      .replaceAll(/__cells\.c\d+\./g, "");
  }

  /** Whether more documents are wanted before cells ask for them. */
  get areFew(): boolean {
    return this.free.length < FEW;
  }

  /** Makes one more document, and its file's name, until there are enough. */
  make(): string | undefined {
    if (this.free.length + this.coming.length >= ENOUGH) return undefined;
    this.coming.push(++this.slots);
    this.texts.set(fileOf(this.slots), EMPTY);
    return fileOf(this.slots);
  }

  /** Has cells take the documents that were made, and refer to them. */
  offer(): void {
    this.free.push(...this.coming.splice(0));
    const modules = Array.from({ length: this.slots }, (_, index) => index + 1);
    this.texts.set(ALL, modules.map((slot) => `export * as c${slot} from "./${fileOf(slot)}";`).join("\n"));
  }

  private take(): number {
    if (this.free.length < SPARE) {
      for (let made = 0; made < STEP; made++) this.make();
      this.offer();
    }
    return this.free.shift() ?? 0;
  }

  private leave(placed: Placed): void {
    placed.uses--;
    if (placed.uses === 0) this.release(placed);
  }

  private release(placed: Placed): void {
    if (!this.placed.delete(placed.cell.number)) return;
    const isAmbient = placed.cell.declarations.some(({ form }) => form === "ambient");
    if (isAmbient) this.texts.set(fileOf(placed.slot), EMPTY);
    this.free.push(placed.slot);
    for (const one of placed.refers) this.leave(one);
  }

  private header(source: string, wanted: (name: string) => boolean): { line: string; refers: Set<Placed> } {
    const refers = new Set<Placed>();
    let line = COMMON;
    for (const name of mentioned(source)) {
      const found = this.declared.get(name);
      if (!found || !wanted(name)) continue;
      refers.add(found.placed);
      line += referTo(found.placed.slot, found.declaration);
    }
    // just behind an alias, nothing but the words that may follow it would be offered
    return { line: `${line};`, refers };
  }
}

const fileOf = (slot: number): string => `${PREFIX}-${slot}.ts`;

/** Every name in a text, and some words that are none. */
const mentioned = (source: string): Set<string> =>
  new Set(source.match(/[\p{ID_Start}$_][\p{ID_Continue}$\u200C\u200D]*/gu));

/** The names that a code declares, also one that cannot be parsed yet. */
function declaredIn(source: string): Set<string> {
  const parsed = outline(parseCell(source).program, source).map(({ name }) => name);
  const seeming = source.matchAll(
    /^\s*(?:(?:export|abstract|async|declare)\s+)*(?:var|let|const|function\*?|class|enum|interface|type|namespace)\s+(?<name>[\p{ID_Continue}$]+)/gmu,
  );
  return new Set([...parsed, ...[...seeming].map(({ groups }) => groups?.name ?? "")]);
}

/** An alias could not be assigned to, so a variable is declared with the type that it has in its cell. */
function referTo(slot: number, { name, form }: Declaration): string {
  const origin = `${CELLS}.c${slot}.${name}`;
  return form === "let" || form === "const"
    ? `declare ${form} ${name}: typeof ${origin}; `
    : `import ${name} = ${origin}; `;
}

const footer = (declarations: Declaration[]): string =>
  `export { ${declarations
    .filter(({ exported }) => !exported)
    .map(({ name }) => name)
    .join(", ")} };`;
