import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { displayName, placeIn } from "../../source/place.ts";
import { globals } from "../globals.ts";
import { type Documents, DRAFT, GLOBALS } from "./documents.ts";
import { HIDDEN_LINES, Places, type Position, type Range } from "./position.ts";
import type { LanguageServer } from "./server.ts";

/** What is known of a name, in two forms. */
export type Inspection = Record<"text/markdown" | "text/plain", string>;

interface Hover {
  contents: { value: string };
}

interface SignatureHelp {
  signatures: { label: string; documentation?: { value: string }; parameters?: Parameter[] }[];
  activeSignature?: number;
}

interface Parameter {
  label: string;
  documentation?: { value: string };
}

interface Link {
  targetUri: string;
  targetRange: Range;
}

/** What an inspection asks, and of which text. */
export interface Inspected {
  server: LanguageServer;
  documents: Documents;
  source: string;
  /** Puts another text in the place of the draft. */
  redraft: (source: string) => Promise<void>;
}

const LONGEST_SOURCE = 100;

/** Describes the name at an offset, and the function in whose call it stands. */
export async function inspect(inspected: Inspected, offset: number, detail: 0 | 1): Promise<Inspection | undefined> {
  const { server, source } = inspected;
  // outside of all brackets there is no call, and nothing to wait for
  const mayBeCall = /[(<`]/.test(source.slice(0, offset));
  const call = mayBeCall ? await signatureAt(server, new Places(source).positionAt(offset)) : undefined;
  const callee = call && calleeBefore(source, offset, call.label);
  const parts = [await describe(inspected, endOfName(source, offset), detail)];
  if (callee !== undefined) parts.push(await describe(inspected, callee, detail));
  else if (call) parts.push(documented(call));
  const markdown = [...new Set(parts.filter((part) => part !== undefined))].join("\n\n---\n\n");
  return markdown === "" ? undefined : { "text/markdown": markdown, "text/plain": plain(markdown) };
}

/**
 * May leave a draft that ends behind the name.
 *
 * @param end  the offset just behind the name
 */
async function describe(inspected: Inspected, end: number, detail: 0 | 1): Promise<string | undefined> {
  const { server, documents, source, redraft } = inspected;
  const position = new Places(source).positionAt(end);
  const hover = await hoverAt(server, position);
  if (hover === undefined) return undefined;
  const origin = documents.originInDraft(nameBefore(source, end));
  const parts = [hover];
  if (!isDocumented(hover) && origin) parts.push(afterCode((await hoverAt(server, origin)) ?? ""));
  const links = detail === 1 ? await server.ask<Link[] | null>("textDocument/definition", DRAFT, { position }) : [];
  const [link] = links?.some(isHeader) && origin ? await linksAt(server, origin) : (links ?? []);
  if (parts.every((part) => !isDocumented(part)) && /=>|\(/.test(hover)) {
    const called = `${source.slice(0, end)}(`;
    await redraft(called);
    const signature = await signatureAt(server, new Places(called).positionAt(called.length));
    if (signature) parts.push(afterCode(documented(signature)));
  }
  if (link) parts.push(definition(documents, link));
  return documents.readable(parts.filter((part) => part !== "").join("\n\n"));
}

async function hoverAt(server: LanguageServer, position: Position): Promise<string | undefined> {
  const hover = await server.ask<Hover | null>("textDocument/hover", DRAFT, { position });
  const markdown = hover?.contents.value.replaceAll(/^```(?:typescript|tsx)$/gm, "```ts").trim();
  // what no declaration is found for
  return markdown === "```ts\nany\n```" ? undefined : markdown;
}

async function signatureAt(server: LanguageServer, position: Position) {
  const help = await server.ask<SignatureHelp | null>("textDocument/signatureHelp", DRAFT, { position });
  return help?.signatures[help.activeSignature ?? 0] ?? help?.signatures[0];
}

const linksAt = async (server: LanguageServer, position: Position): Promise<Link[]> =>
  (await server.ask<Link[] | null>("textDocument/definition", DRAFT, { position })) ?? [];

const isHeader = ({ targetUri, targetRange }: Link): boolean =>
  targetUri.endsWith(DRAFT) && targetRange.start.line < HIDDEN_LINES;

function documented({ label, documentation, parameters = [] }: SignatureHelp["signatures"][number]): string {
  const described = parameters.flatMap((one) =>
    one.documentation
      ? `*@param* \`${/^[\w.$]+/.exec(one.label)?.[0] ?? one.label}\` — ${one.documentation.value}`
      : [],
  );
  return [`\`\`\`ts\n${label}\n\`\`\``, ...(documentation ? [documentation.value] : []), ...described].join("\n\n");
}

/** What stands behind the first block of code. */
const afterCode = (markdown: string): string => markdown.replace(/^```ts\n[^]*?\n```\s*/, "");

const isDocumented = (markdown: string): boolean => afterCode(markdown) !== "";

/** Where a name is defined, and its lines there. */
function definition(documents: Documents, { targetUri, targetRange: { start, end } }: Link): string {
  const path = fileURLToPath(targetUri);
  const file = basename(path);
  const cell = documents.cellIn(file);
  const own = file === GLOBALS ? globals : documents.texts.get(file);
  const lines = (own ?? readFileSync(path, "utf8")).split("\n");
  const shown = lines.slice(start.line, Math.min(end.line + 1, start.line + LONGEST_SOURCE));
  const line = start.line + 1 - HIDDEN_LINES;
  let place = placeIn(path, { line: start.line + 1, column: start.character + 1 });
  if (cell) place = placeIn(displayName(cell.url), { line, column: start.character + 1 });
  else if (file === DRAFT) place = `this cell, line ${line}`;
  else if (file === GLOBALS) place = "the kernel";
  return `Defined in ${place}:\n\n\`\`\`ts\n${shown.join("\n")}\n\`\`\``;
}

/** The end of the name that the offset touches, or the offset. */
const endOfName = (source: string, offset: number): number =>
  offset + (/^[\p{ID_Continue}$]*/u.exec(source.slice(offset))?.[0].length ?? 0);

const nameBefore = (source: string, end: number): string =>
  /[\p{ID_Continue}$]*$/u.exec(source.slice(0, end))?.[0] ?? "";

/** Where the name of a called function ends, which a signature tells. */
function calleeBefore(source: string, offset: number, signature: string): number | undefined {
  const name = /^[\p{ID_Continue}$]+/u.exec(signature)?.[0];
  if (name === undefined) return undefined;
  const calls = source.slice(0, offset).matchAll(/(?<callee>[\p{ID_Continue}$]+)\s*(?:\?\.)?(?:<[^()]*>)?\(/gu);
  const call = [...calls].findLast(({ groups }) => groups?.callee === name);
  return call && call.index + name.length;
}

const plain = (markdown: string): string =>
  markdown
    .replaceAll(/^```\w*\n?/gm, "")
    .replaceAll(/\*(@\w+)\*/g, "$1")
    .replaceAll(/`([^`\n]+)`/g, "$1")
    .replaceAll(/\[([^\]]+)\]\(\s*([^)]+)\)/g, "$1 ($2)")
    .trim();
