import { Console } from "node:console";
import { Writable } from "node:stream";
import { inspect, stripVTControlCharacters, types } from "node:util";
import { escape } from "../../escape.ts";
import type { Renderer } from "./renderer.ts";

const ROWS = 50;
const COLUMNS = 20;
/** Of a cell's text. */
const CHARACTERS = 200;

type Row = Record<string, unknown>;

/** Records, as rows of a database or of a file are: plain objects of simple values, as a table. */
export const table: Renderer = (value) => {
  if (!Array.isArray(value) || value.length === 0) return undefined;
  const rows: Row[] = [];
  for (const record of value.slice(0, ROWS)) {
    const row = rowOf(record);
    if (!row) return undefined;
    rows.push(row);
  }
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  if (names.length === 0) return undefined;
  const columns = names.slice(0, COLUMNS);
  const note = noteOf(value.length, names.length);
  return { "text/plain": asText(rows, columns) + note, "text/html": asHtml(rows, columns, note) };
};

/** The record's own simple values; nothing if it is none, or holds what a cell of a table would hide. */
function rowOf(record: unknown): Row | undefined {
  if (typeof record !== "object" || record === null || types.isProxy(record)) return undefined;
  const prototype: unknown = Object.getPrototypeOf(record);
  if (prototype !== null && prototype !== Object.prototype) return undefined;
  const row: Row = Object.create(null);
  for (const [name, { value, get, enumerable }] of Object.entries(Object.getOwnPropertyDescriptors(record))) {
    if (!enumerable) continue;
    if (get || !isSimple(value)) return undefined;
    row[name] = typeof value === "string" && value.length > CHARACTERS ? `${value.slice(0, CHARACTERS)}…` : value;
  }
  return row;
}

const isSimple = (value: unknown): boolean =>
  (typeof value !== "object" && typeof value !== "function") || value === null || types.isDate(value);

function noteOf(rows: number, columns: number): string {
  const more = [
    ...(rows > ROWS ? [`${(rows - ROWS).toLocaleString("en")} more rows`] : []),
    ...(columns > COLUMNS ? [`${columns - COLUMNS} more columns`] : []),
  ];
  return more.length > 0 ? `… ${more.join(" and ")}: console.table(value) prints them all` : "";
}

/** As console.table prints it. */
function asText(rows: Row[], columns: string[]): string {
  let text = "";
  const stdout = new Writable({
    decodeStrings: false,
    write(chunk: string, _encoding, done) {
      text += chunk;
      done();
    },
  });
  new Console({ stdout, colorMode: true }).table(rows, columns);
  return text;
}

function asHtml(rows: Row[], columns: string[], note: string): string {
  const head = columns.map((name) => cell("th", firstValue(rows, name), name));
  const body = rows.map((row, index) => {
    const cells = columns.map((name) => cell("td", row[name], name in row ? simpleText(row[name]) : ""));
    return `<tr>${cell("th", index, String(index))}${cells.join("")}</tr>`;
  });
  const below = note === "" ? "" : `<p>${escape(note)}</p>`;
  return `<table><thead><tr><th></th>${head.join("")}</tr></thead><tbody>${body.join("")}</tbody></table>${below}`;
}

/** A column's name stands over its numbers as they do. */
const firstValue = (rows: Row[], name: string): unknown =>
  rows.find((row) => row[name] !== undefined && row[name] !== null)?.[name];

function cell(tag: "td" | "th", value: unknown, text: string): string {
  const side = typeof value === "number" || typeof value === "bigint" ? "right" : "left";
  return `<${tag} style="text-align: ${side}; padding: 2px 8px">${escape(text)}</${tag}>`;
}

const simpleText = (value: unknown): string =>
  typeof value === "string" ? value : stripVTControlCharacters(inspect(value));
