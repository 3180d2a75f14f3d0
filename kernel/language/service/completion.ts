import { isHidden } from "./documents.ts";
import type { Places, Range } from "./position.ts";

/** What a front end may put in the place of source.slice(start, end). */
export interface Completions {
  matches: Match[];
  start: number;
  end: number;
}

export interface Match {
  text: string;
  /** What it is, such as "function" or "keyword". */
  type: string;
  /** As TypeScript declares it, of the first matches. */
  signature?: string;
}

/** What the language server offers at a place; of its protocol's fields, those that are read here. */
export interface CompletionList {
  items: CompletionItem[];
  itemDefaults?: { editRange?: Range | { insert: Range } };
}

export interface CompletionItem {
  label: string;
  kind?: number;
  sortText?: string;
  filterText?: string;
  insertText?: string;
  textEdit?: { newText: string } & ({ range: Range } | { insert: Range });
  detail?: string;
  data?: { autoImport?: object };
}

/** A match, and what the server calls it. */
export interface Candidate {
  item: CompletionItem;
  text: string;
  start: number;
}

/** The items that continue what has been typed, the likeliest first. */
export function candidates(list: CompletionList, source: string, offset: number, places: Places): Candidate[] {
  const typed = /[\p{ID_Continue}$\u200C\u200D]*$/u.exec(source.slice(0, offset))?.[0] ?? "";
  const usual = list.itemDefaults?.editRange;
  const usualStart = usual ? places.offsetAt(insertion(usual).start) : undefined;
  return list.items
    .filter(({ data }) => data?.autoImport === undefined)
    .map((item) => {
      const { textEdit, insertText, label } = item;
      const own = textEdit && places.offsetAt(insertion("range" in textEdit ? textEdit.range : textEdit).start);
      return {
        item,
        text: textEdit?.newText ?? insertText ?? label,
        start: own ?? usualStart ?? offset - typed.length,
      };
    })
    .filter(
      ({ item, text, start }) =>
        !isHidden(text) && !isSymbol(text) && (item.filterText ?? text).startsWith(source.slice(start, offset)),
    )
    .sort((one, other) => compare(rank(one.item), rank(other.item)) || compare(one.text, other.text));
}

/** `[Symbol.iterator]` would take the place of the dot, and so put a dot before every other member. */
const isSymbol = (text: string): boolean => /^(?:\?\.)?\[[^"']/.test(text);

/** All matches replace the same part of the source, which is the longest that one of them replaces. */
export function completions(found: Candidate[], source: string, offset: number): Completions {
  const start = Math.min(offset, ...found.map((one) => one.start));
  const matches = found.map(({ item, text, start: own }) => ({
    text: source.slice(start, own) + text,
    type: typeIn(item.detail) ?? TYPES[item.kind ?? 0] ?? "text",
    ...(item.detail !== undefined && { signature: item.detail.replace("(alias) ", "") }),
  }));
  return { matches: [...new Map(matches.map((match) => [match.text, match])).values()], start, end: offset };
}

/** What a described item is: the server calls everything that has an alias a variable, and every function that is in a variable. */
function typeIn(detail = ""): string | undefined {
  const declared = /^(?:\(alias\) )?(?<word>function|class|enum|interface|namespace|module)\b/.exec(detail)?.groups
    ?.word;
  if (declared !== undefined) return declared === "namespace" ? "module" : declared;
  return /^(?:\(alias\) )?(?:const|let) [\w$.]+: (?:<.*>)?\(.*\) => /.test(detail) ? "function" : undefined;
}

const insertion = (range: Range | { insert: Range }): Range => ("insert" in range ? range.insert : range);

/** Browsers have many globals that Node lacks: those come last. */
function rank({ sortText = "", label, kind }: CompletionItem): string {
  const isGlobal = sortText.endsWith("15") && kind !== KEYWORD;
  return sortText + (isGlobal && !(label in globalThis) ? "1" : "0");
}

const compare = (one: string, other: string): number => (one < other ? -1 : Number(one > other));

const KEYWORD = 14;

/** The protocol's kinds of completion items, by their numbers. */
const TYPES = [
  "text",
  "text",
  "method",
  "function",
  "constructor",
  "field",
  "variable",
  "class",
  "interface",
  "module",
  "property",
  "unit",
  "value",
  "enum",
  "keyword",
  "snippet",
  "color",
  "path",
  "reference",
  "path",
  "enum member",
  "constant",
  "struct",
  "event",
  "operator",
  "type parameter",
];
