import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { Refusal } from "../../refusal.ts";
import { parseJson } from "./json.ts";
import { joinLines, type StoredCell, type StoredNotebook } from "./lines.ts";
import type { Notebook } from "./notebook.ts";
import { schemaError } from "./schema.ts";

/**
 * Reads a notebook file. Any 4.x is taken and lifted to 4.5: cells without an id get one that follows from their place and text.
 * @throws Refusal  when the file is missing, unreadable, not UTF-8, not JSON, or not a notebook of format 4
 */
export async function readNotebook(path: string): Promise<Notebook> {
  return parseNotebook(await readText(path), path);
}

/** The notebook in a file's text; `path` is what errors call it. */
export function parseNotebook(text: string, path: string): Notebook {
  const stored = parse(text, path);
  requireFormat4(stored, path);
  const notebook = lift(stored);
  const error = schemaError(notebook);
  if (error !== undefined) throw new Refusal(`${path} is not a valid notebook of format 4.5: ${error}`);
  return joinLines(notebook) as Notebook;
}

async function readText(path: string): Promise<string> {
  let bytes;
  try {
    bytes = await readFile(path);
  } catch (error) {
    throw new Refusal(`cannot read ${path}: ${(error as Error).message}`);
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new Refusal(`${path} is not a notebook: expected UTF-8 text, received other bytes`);
  }
}

function parse(text: string, path: string): unknown {
  try {
    return parseJson(text);
  } catch (error) {
    const why = (error as Error).message.replaceAll(/\s+/gu, " ");
    throw new Refusal(`${path} is not a notebook: expected JSON, received text that fails with: ${why}`);
  }
}

type Format4 = StoredNotebook & { nbformat: 4; nbformat_minor: number };

function requireFormat4(stored: unknown, path: string): asserts stored is Format4 {
  const { nbformat, nbformat_minor, cells, metadata } = (stored ?? {}) as Partial<Format4>;
  if (typeof nbformat === "number" && nbformat !== 4) {
    const remedy = `convert it with: jupyter nbconvert --to notebook --nbformat 4 --inplace "${path}"`;
    throw new Refusal(`${path}: expected notebook format 4, received ${nbformat}; ${remedy}`);
  }
  if (nbformat !== 4 || !Number.isInteger(nbformat_minor) || !Array.isArray(cells) || typeof metadata !== "object") {
    const keys = "nbformat: 4, nbformat_minor, metadata and cells";
    throw new Refusal(`${path} is not a notebook: expected a JSON object with ${keys}`);
  }
}

/** To 4.5, as nbformat does it: an id for every cell, and without what is never stored. */
function lift(stored: Format4): Format4 {
  const { orig_nbformat: _1, orig_nbformat_minor: _2, signature: _3, ...metadata } = stored.metadata;
  const seen = new Set<string>();
  const cells = stored.cells.map((cell, index) => {
    if (typeof cell !== "object" || cell === null) return cell;
    const id = cell.id === undefined || seen.has(cell.id) ? madeId(cell, index) : cell.id;
    seen.add(id);
    const { trusted: _4, ...kept } = cell.metadata ?? {};
    return { ...cell, id, ...(cell.metadata && { metadata: kept }) };
  });
  return { ...stored, metadata, cells, nbformat_minor: Math.max(stored.nbformat_minor, 5) };
}

const madeId = (cell: StoredCell, index: number) =>
  createHash("sha256")
    .update(JSON.stringify([index, cell.source]))
    .digest("hex")
    .slice(0, 8);
