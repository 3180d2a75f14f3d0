import { fileURLToPath } from "node:url";

export interface Position {
  /** 1-based */
  line: number;
  /** 1-based */
  column: number;
}

/** The URL under which a cell runs. */
export const cellUrl = (cell: number): string => `cell:${cell}`;

/** What a reader calls the cell or the file that has a URL. */
export function displayName(url: string): string {
  if (url.startsWith("cell:")) return url.replace(":", " ");
  return url.startsWith("file:") ? fileURLToPath(url) : url;
}

/** A place as a reader reads it: the line in a cell, or a path that a terminal may open. */
export const placeIn = (name: string, position: Position): string =>
  isCell(name) ? `${name}, line ${position.line}` : exactPlaceIn(name, position);

/** The same with the column in a cell, too. */
export const exactPlaceIn = (name: string, { line, column }: Position): string =>
  isCell(name) ? `${name}, line ${line}, column ${column}` : `${name}:${line}:${column}`;

const isCell = (name: string): boolean => name.startsWith("cell ");
